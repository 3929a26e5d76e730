import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Dataset, Samples } from "../data/dataset.ts";
import { standardize } from "../data/scaling/standardize.ts";
import { digits } from "../data/sources/digits.ts";
import { encodeSafetensors } from "../formats/safetensors.ts";
import { mlp } from "../model/architectures/mlp.ts";
import { dense } from "../model/layers/dense.ts";
import { ensemble as ensembleLayer } from "../model/layers/ensemble.ts";
import { sequential } from "../model/layers/sequential.ts";
import { loadModel } from "../saved/load-model.ts";
import { evaluate } from "../train/evaluate.ts";
import { train } from "../train/train.ts";
import type { TrainOptions } from "../train/train-options.ts";
import { ensemble, ensembleMembers } from "./ensemble.ts";
import { TrainedModel } from "./trained-model.ts";

const OPTIONS: TrainOptions = { threads: 0, epochs: 3, batchSize: 50 };
let data: Dataset;
let unseen: Samples;
let members: TrainedModel[];
let losses: number[];
let together: TrainedModel;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "evenkeel-"));
  data = await digits({ train: 300, validation: 0, test: 100 });
  unseen = data.test as Samples;
  const runs = [
    await train(mlp({ hidden: [24] }), data, { ...OPTIONS, seed: 1 }),
    await train(mlp({ hidden: [24] }), data, { ...OPTIONS, seed: 2 }),
    await train(mlp({ hidden: [16], norm: "batch" }), data, { ...OPTIONS, seed: 3, scaling: standardize() }),
  ];
  members = runs.map(({ model }) => model);
  losses = runs.map(({ test }) => test?.loss as number);
  together = ensemble(members);
});
afterAll(async () => {
  await Promise.all([...members, together].map((model) => model.close()));
  await rm(folder, { recursive: true });
});

describe("ensemble", () => {
  test("predicts the mean of its members' probabilities", async () => {
    const { inputs } = unseen;
    const [mean, ...each] = await Promise.all([together, ...members].map((model) => model.predict(inputs)));
    expect(mean.shape).toEqual([100, 10]);
    mean.data.forEach((p, i) => {
      expect(p).toBeCloseTo(each.reduce((sum, { data }) => sum + data[i], 0) / 3, 6);
    });
    expect(together.parameterCount).toBe(members.reduce((sum, { parameterCount }) => sum + parameterCount, 0));
  });

  test("has a log loss that is never above the mean of its members' (Jensen)", async () => {
    const { loss, accuracy } = await evaluate(together, unseen, { threads: 0 });
    const mean = losses.reduce((sum, x) => sum + x, 0) / 3;
    expect(loss).toBeLessThan(mean);
    expect(accuracy).toBeGreaterThan(0.5);

    // Of each sample by itself, for members that are far apart as for those that are alike.
    const { inputs, targets } = unseen;
    const [mixed, ...each] = await Promise.all([together, ...members].map((model) => model.predict(inputs)));
    targets.data.forEach((label, i) => {
      const logLoss = ({ data }: { data: ArrayLike<number> }) => -Math.log(data[10 * i + label]);
      expect(logLoss(mixed)).toBeLessThanOrEqual(each.reduce((sum, p) => sum + logLoss(p), 0) / 3 + 1e-5); // float32
    });
    // A lone member changes nothing.
    expect((await evaluate(ensemble([members[0]]), unseen, { threads: 0 })).loss).toBeCloseTo(losses[0], 5);
  });

  test("keeps what is unlikely to every member finite", async () => {
    const constant = (bias: number) =>
      new TrainedModel({
        layer: sequential([dense(2)]),
        inputShape: [1],
        scale: { subtract: 0, multiply: 1 },
        logits: true,
        weights: { "0.dense/kernel": new Float32Array(2), "0.dense/bias": Float32Array.of(0, bias) },
      });
    const one = ensemble([constant(-300), constant(-200)]);
    const { data: logits } = await one.predict({ shape: [1, 1], data: [0] }, { logits: true });
    expect(logits[1]).toBeCloseTo(-200 - Math.log(2), 3); // log(½·e^−300 + ½·e^−200)
    await one.close();
  });

  test("is saved and loaded as one file, and gives back its members", async () => {
    const path = join(folder, "together.evenkeel");
    await together.save(path);
    const loaded = await loadModel(path);
    const { inputs } = unseen;
    expect(await loaded.predict(inputs)).toEqual(await together.predict(inputs));
    const [, , third] = ensembleMembers(loaded) as TrainedModel[];
    expect(await third.predict(inputs)).toEqual(await members[2].predict(inputs));
    expect(ensembleMembers(third)).toBeUndefined();
    await Promise.all([loaded, third].map((model) => model.close()));
  });

  test("averages outputs where they are no classes", async () => {
    const line = (weight: number) =>
      new TrainedModel({
        layer: dense(1, { bias: false }),
        inputShape: [1],
        scale: { subtract: 0, multiply: 1 },
        logits: false,
        weights: { kernel: Float32Array.of(weight) },
      });
    const mean = ensemble([line(1), line(4)]);
    expect([...(await mean.predict({ shape: [2, 1], data: [1, 2] })).data]).toEqual([2.5, 5]);
    await mean.close();
  });

  test("is made as its example says", () => {
    const { name, example } = ensembleLayer.definition;
    const made = new Function("ensemble", "models", `return ${example};`)(ensemble, members);
    expect(made.parts.layer).toMatchObject({ name, values: { average: "probabilities" } });
  });

  test("refuses what does not go together", () => {
    const narrow = new TrainedModel({ ...members[0].parts, classes: undefined });
    const given =
      (...args: unknown[]) =>
      () =>
        (ensemble as (...args: unknown[]) => unknown)(...args);
    const fix = "Put all models into one list: ensemble([a, b]).";
    expect(given(members[0], members[1])).toThrow(
      `ensemble: expected a list of trained models, received a trained model. ${fix}`,
    );
    expect(given([members[0]], members[1])).toThrow(`received a value of TrainedModel after it. ${fix}`);
    expect(given(members, { average: "outputs" })).toThrow(
      'ensemble: expected a list of trained models alone, received {"average":"outputs"} after it. Leave it out: all',
    );
    expect(() => ensemble([])).toThrow("ensemble: expected at least one model, received none.");
    expect(() => ensemble([members[0], narrow])).toThrow(
      /^ensemble: member 2: expected inputs \[28,28,1\], logits \[10\], classes .*, as member 1, received /,
    );
  });
});

describe("a saved model", () => {
  test("can be the one of a run, and is refused where it is damaged", async () => {
    const run = await train(mlp({ hidden: [8] }), data, { ...OPTIONS, epochs: 1 });
    const path = join(folder, "run.evenkeel");
    await run.save(path);
    const model = await loadModel(path);
    expect(model.parts.weights).toEqual(run.model.parts.weights);

    const { layer, inputShape, scale } = model.parts;
    const about = (changes: object) => ({
      evenkeel: JSON.stringify({ format: 1, model: { layer, inputShape, scale, logits: true, ...changes } }),
    });
    const written = async (changes: object, tensors = {}) => {
      await writeFile(path, encodeSafetensors(tensors, about(changes)));
      return loadModel(path);
    };
    await expect(written({})).rejects.toThrow(/expected 6272 numbers of 1\.dense\/kernel, received none/);
    const short = { "model/1.dense/kernel": new Float32Array(3) };
    await expect(written({}, short)).rejects.toThrow(/expected 6272 numbers of 1\.dense\/kernel, received 3/);
    await expect(written({ inputShape: "28" })).rejects.toThrow("expected the description of a model");
    await expect(written({ layer: { name: "constructor" } })).rejects.toThrow(/received one of the name "constructor"/);
  });
});

describe("evaluate", () => {
  test("measures what a run measures", async () => {
    expect(await evaluate(members[0], unseen, { threads: 0, batchSize: 50 })).toMatchObject({
      loss: expect.closeTo(losses[0], 6),
    });
    await expect(
      evaluate(members[0], { ...unseen, inputs: { shape: [100, 784], data: unseen.inputs.data } }),
    ).rejects.toThrow("evaluate: samples: expected inputs [n, 28, 28, 1], received [100, 784].");
  });
});
