import { csv } from "../../../src/data/table/doors/csv.ts";
import { decodeSafetensors } from "../../../src/formats/decode-safetensors.ts";
import { encodeFile } from "../../../src/formats/evenkeel-file.ts";
import { encodeSafetensors } from "../../../src/formats/safetensors.ts";
import { batchNorm } from "../../../src/model/layers/batch-norm.ts";
import { dense } from "../../../src/model/layers/dense.ts";
import { relu } from "../../../src/model/layers/relu.ts";
import { sequential } from "../../../src/model/layers/sequential.ts";
import { adam } from "../../../src/optimize/optimizers/adam.ts";
import type { RandomStream } from "../../../src/random.ts";
import { importWeights } from "../../../src/saved/import-weights.ts";
import { readModel } from "../../../src/saved/load-model.ts";
import { readRun } from "../../../src/saved/load-run.ts";
import { earlyStopping } from "../../../src/train/callbacks/early-stopping.ts";
import { signals } from "../../../src/train/callbacks/signals.ts";
import { train } from "../../../src/train/train.ts";
import { points, SMALL } from "../../small-runs.ts";
import { eachAnswer } from "../each-answer.ts";
import { forgeJson } from "../forge-json.ts";
import type { FuzzKind } from "../kind.ts";

type Bytes = Uint8Array<ArrayBuffer>;
const DATA = points(40, { validation: 8, test: 8 });
const MODEL = sequential([dense(6), batchNorm(), relu(), dense(3)]);
const OPTIONS = { ...SMALL, optimizer: adam(), callbacks: [earlyStopping(), signals({ every: 2 })] };
/** One forged run in so many is gone on with, which takes long. */
const GO_ON = 40;

/** Files of models and runs. */
export async function savedKinds(): Promise<FuzzKind[]> {
  const run = await train(MODEL, DATA, OPTIONS);
  const table = csv("a,b,y\n1,x,p\n2,z,q\n3,x,q\n,z,p\n5,x,p\n6,z,q\n7,x,q\n8,z,p", { target: "y", test: 0 });
  const ofTable = await train(sequential([dense(2)]), table, { ...SMALL, batchSize: 4 });
  const runs = [run.toBytes(), ofTable.toBytes()] as Bytes[];
  const models = [run.model.toBytes(), ofTable.model.toBytes()] as Bytes[];
  const readsRun = async (bytes: Bytes) => {
    const saved = readRun(bytes);
    return { ...saved, parts: saved.model.parts, model: undefined };
  };
  const readsModel = async (bytes: Bytes) => readModel(bytes).parts;
  return [
    {
      name: "run",
      files: runs,
      isChecked: true,
      forge,
      read: async (bytes, random) => {
        const read = await eachAnswer(
          () => readsRun(bytes),
          () => readsModel(bytes),
          () => importWeights(bytes),
        );
        if (random.integer(GO_ON) === 0 && !(read[0] instanceof Error))
          await train(MODEL, DATA, { ...OPTIONS, epochs: 3, resume: readRun(bytes) });
        return read;
      },
    },
    {
      name: "model",
      files: models,
      isChecked: true,
      forge,
      read: (bytes) =>
        eachAnswer(
          () => readsModel(bytes),
          () => readsRun(bytes),
          () => importWeights(bytes),
        ),
    },
  ];
}

/** The file with another description, and checksums that are right, or none. */
function forge(bytes: Bytes, random: RandomStream): Bytes {
  const { tensors, metadata } = decodeSafetensors(bytes, "file");
  const numbers = Object.fromEntries(Object.entries(tensors).map(([name, { data }]) => [name, data]));
  if (random.uniform() < 0.1) {
    const names = Object.keys(numbers);
    delete numbers[names[random.integer(names.length)]];
  }
  let evenkeel = metadata.evenkeel;
  for (let count = 1 + random.integer(3); count > 0; count--) evenkeel = forgeJson(evenkeel, random);
  try {
    if (random.uniform() < 0.5) return encodeFile(JSON.parse(evenkeel), numbers as never, {}) as Bytes;
  } catch {} // no JSON any more
  return encodeSafetensors(numbers, { evenkeel });
}
