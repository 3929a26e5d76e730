import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { catalogue } from "../src/catalogue.ts";
import {
  adam,
  arrays,
  batchNorm,
  type Callback,
  conv2d,
  dense,
  flatten,
  fromExpression,
  gaussianDropout,
  loadRun,
  type Optimizer,
  type Run,
  relu,
  type SavedRun,
  type Schedule,
  sequential,
  sgd,
  signals,
  type TrainOptions,
  train,
} from "../src/index.ts";

const STEPS = 100;
/** Within an epoch of five steps. */
const HALF = 53;

const images = (n: number, from: number) => ({
  inputs: { shape: [n, 4, 4, 1], data: Float32Array.from({ length: 16 * n }, (_, i) => Math.sin(from + i * i)) },
  labels: Uint8Array.from({ length: n }, (_, i) => (i * i) % 2),
});
const data = {
  ...arrays(images(19, 0)),
  validation: arrays(images(6, 1000)).train,
  test: arrays(images(5, 2000)).train,
};
/** The names of its layers are those of the examples of tricks. */
const model = sequential([conv2d(2, 3), batchNorm(), relu(), flatten(), dense(2)]);
const COMMON: TrainOptions = {
  ...{ threads: 0, batchSize: 4, epochs: STEPS / 5, seed: 3 },
  augment: gaussianDropout(0.2),
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "evenkeel-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("a run of 100 steps has the bits of one that goes on from its checkpoint after 53", () => {
  const optimizers = (kind: "optimizers" | "transforms") =>
    Object.values(catalogue[kind]).map(({ definition: { name, example = "" } }): [string, Optimizer] => {
      const isWhole = kind === "optimizers" || example.startsWith("chain(");
      return [name, fromExpression("optimizers", isWhole ? example : `chain(${example}, adam())`)];
    });

  test.each(optimizers("optimizers"))("for the optimizer %s", async (name, optimizer) => {
    await same(name, { optimizer });
  });

  test.each(optimizers("transforms"))("for the transform %s", async (name, optimizer) => {
    await same(name, { optimizer });
  });

  test.each(Object.values(catalogue.schedules).map(({ definition: { name, example = "" } }) => [name, example]))(
    "for the schedule %s",
    async (name, example) => {
      const optimizer = example.startsWith("adam(")
        ? fromExpression("optimizers", example.replace("patience: 5", "patience: 2"))
        : sgd({ learningRate: fromExpression("schedules", example) as Schedule });
      await same(name, { optimizer });
    },
  );

  test.each(Object.values(catalogue.callbacks).map(({ definition: { name, example = "" } }) => [name, example]))(
    "for the callback %s",
    async (name, example) => {
      const callback = fromExpression("callbacks", example.replace("15", "8")) as Callback;
      await same(name, { optimizer: adam({ learningRate: 0.02 }), callbacks: [callback] });
    },
  );

  test("for weights that were kept before the checkpoint, an average, members and signals together", async () => {
    const text = [
      "earlyStopping({ patience: 50 })",
      "averageWeights({ decay: 0.9 })",
      "snapshotEnsemble({ period: 3 })",
    ];
    const callbacks = [...text.map((one) => fromExpression("callbacks", one) as Callback), signals({ every: 7 })];
    await same("together", { optimizer: sgd({ learningRate: 0.3, momentum: 0.9 }), callbacks });
  });

  test("for the best weights that early stopping keeps, where none later is better", async () => {
    const callbacks = [fromExpression("callbacks", "earlyStopping({ patience: 50 })") as Callback];
    const run = await same("kept", { optimizer: sgd({ learningRate: 1 }), callbacks });
    expect(run.stopped.bestEpoch).toBeLessThan(10);
  });
});

/** Trains in one go, and on from the checkpoint that was written on the way. */
async function same(name: string, given: Partial<TrainOptions>): Promise<Run> {
  const options = { ...COMMON, ...given };
  const path = join(folder, `${name}-${Object.keys(given).length}`);
  const whole = await train(model, data, { ...options, checkpoint: { path, every: `${HALF}steps`, keep: 9 } });
  const resume = join(path, `${String(HALF).padStart(9, "0")}.evenkeel`);
  const half = await loadRun(resume);
  expect([half.steps, half.partialEpoch === undefined]).toEqual([HALF, false]);
  const resumed = await train(model, data, { ...options, resume });
  expect(plain(resumed)).toEqual(plain(whole));
  const saved = await loadRun(join(path, `${String(whole.steps).padStart(9, "0")}.evenkeel`));
  expect(saved.weights).toEqual(whole.weights);
  await Promise.all([whole, resumed, half, saved].map((run) => run.model.close()));
  return whole;
}

/** All of a run but how long it took. */
function plain({ model, history, config, seconds, ...run }: SavedRun<unknown>) {
  return {
    ...run,
    weights: model.parts.weights,
    layer: JSON.stringify(model.parts.layer),
    history: history.map(({ seconds: _, ...epoch }) => epoch),
  };
}
