import { expect, test } from "vitest";
import { present } from "../../../test/present.ts";
import { arrays } from "../../data/arrays.ts";
import { dense } from "../../model/layers/dense.ts";
import { relu } from "../../model/layers/relu.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { adam } from "../../optimize/optimizers/adam.ts";
import { chain } from "../../optimize/optimizers/chain.ts";
import { sgd } from "../../optimize/optimizers/sgd.ts";
import { cosineRestarts } from "../../optimize/schedules/cosine-restarts.ts";
import { reduceOnPlateau } from "../../optimize/schedules/reduce-on-plateau.ts";
import { clipByValue } from "../../optimize/transforms/clip-by-value.ts";
import { ensembleMembers } from "../../predict/ensemble.ts";
import { RandomStream } from "../../random.ts";
import { evaluate } from "../evaluate.ts";
import { train } from "../train.ts";
import type { TrainOptions } from "../train-options.ts";
import { earlyStopping } from "./early-stopping.ts";
import { snapshotEnsemble } from "./snapshot-ensemble.ts";

const random = new RandomStream(3, "snapshots");
const labels = Uint8Array.from({ length: 60 }, (_, i) => i % 3);
const inputs = {
  shape: [60, 3],
  data: Float32Array.from({ length: 180 }, (_, k) => random.normal() + (k % 9 === 0 ? 2 : 0)),
};
const data = arrays({ inputs, labels }, { validation: 10, test: 10 });
const model = () => sequential([dense(6), relu(), dense(3)]);
const OPTIONS: TrainOptions = { threads: 0, batchSize: 10, optimizer: sgd({ learningRate: 0.5 }) };

test("takes a snapshot where each cosine has fallen, and gives back their ensemble", async () => {
  const callbacks = [snapshotEnsemble({ period: 3 })];
  const run = await train(model(), data, { ...OPTIONS, epochs: 8, callbacks });
  expect(run.stopped).toEqual({ reason: "epochs", epoch: 8, members: [3, 6] });
  const members = present(ensembleMembers(run.model));

  // The same as a training with restarts of the rate by a schedule, cut off at the ends of its waves.
  const optimizer = sgd({ learningRate: cosineRestarts(0.5, { period: 3, factor: 1, unit: "epoch" }) });
  for (const [i, epochs] of [3, 6].entries()) {
    const cut = await train(model(), data, { ...OPTIONS, optimizer, epochs });
    for (const [name, values] of Object.entries(cut.model.parts.weights))
      values.forEach((value, k) => {
        expect(members[i].parts.weights[name][k]).toBeCloseTo(value, 5);
      });
    expect(run.history[epochs - 1].learningRate).toBeCloseTo(cut.history[epochs - 1].learningRate, 12);
  }
  expect(await evaluate(run.model, present(data.test), { threads: 0 })).toEqual({ ...run.test, backend: run.backend });
  const losses = await Promise.all(members.map((member) => evaluate(member, present(data.test), { threads: 0 })));
  expect(run.test?.loss).toBeLessThanOrEqual((losses[0].loss + losses[1].loss) / 2);
});

test("has as many members as are asked for, and none before the first cycle has ended", async () => {
  const snapshots = (epochs: number, last: number) =>
    train(model(), data, { ...OPTIONS, epochs, callbacks: [snapshotEnsemble({ period: 2, last })] });
  expect((await snapshots(6, 2)).stopped.members).toEqual([4, 6]);
  const early = await snapshots(1, 2);
  expect(early.stopped).toEqual({ reason: "epochs", epoch: 1 });
  expect(ensembleMembers(early.model)).toBeUndefined();
});

test("may be stopped early, and multiplies a schedule, in a chain too", async () => {
  const callbacks = [earlyStopping({ patience: 1, minDelta: 100 }), snapshotEnsemble({ period: 1 })];
  const optimizer = chain(
    clipByValue(10),
    adam({ learningRate: reduceOnPlateau(0.1, { patience: 1, minDelta: 100 }) }),
  );
  const run = await train(model(), data, { ...OPTIONS, epochs: 8, callbacks, optimizer });
  expect(run.stopped).toMatchObject({ reason: "early stopping", epoch: 2, members: [1, 2] });
  expect(run.stopped).not.toHaveProperty("bestEpoch");
  const last = 0.5 * (Math.cos((Math.PI * 3) / 4) + 1); // the fourth of four steps
  expect(run.history.map(({ learningRate }) => learningRate / last)).toEqual([
    expect.closeTo(0.1, 12),
    expect.closeTo(0.1, 12), // the first epoch's loss is the best yet; the second one's is no better
  ]);
});

test("is the only one to drive the rate", async () => {
  const callbacks = [snapshotEnsemble(), snapshotEnsemble()];
  await expect(train(model(), data, { ...OPTIONS, callbacks })).rejects.toThrow(
    "train: callbacks: expected one callback that drives the learning rate, received snapshotEnsemble and snapshotEnsemble.",
  );
  await expect(
    train(model(), data, { ...OPTIONS, callbacks: callbacks.slice(1), optimizer: clipByValue(1) }),
  ).rejects.toThrow(
    "train: callbacks: snapshotEnsemble: expected an optimizer with a learningRate, received clipByValue.",
  );
});
