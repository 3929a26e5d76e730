import { expect, test } from "vitest";
import { arrays } from "../data/arrays.ts";
import { batchNorm } from "../model/layers/batch-norm.ts";
import { dense } from "../model/layers/dense.ts";
import { dropout } from "../model/layers/dropout.ts";
import { relu } from "../model/layers/relu.ts";
import { sequential } from "../model/layers/sequential.ts";
import { averageWeights } from "./callbacks/average-weights.ts";
import { signals } from "./callbacks/signals.ts";
import type { PaceMoment } from "./pace-moment.ts";
import type { Run } from "./run/run.ts";
import { TrainingError } from "./run/training-error.ts";
import { train } from "./train.ts";
import type { TrainOptions } from "./train-options.ts";

const data = arrays({
  inputs: { shape: [30, 2], data: Float32Array.from({ length: 60 }, (_, i) => Math.sin(i)) },
  labels: Uint8Array.from({ length: 30 }, (_, i) => i % 2),
});
const model = sequential([dense(5), batchNorm(), relu(), dropout(0.2), dense(2)]);
const trained = (options: TrainOptions = {}) =>
  train(model, data, { threads: 0, epochs: 3, batchSize: 4, callbacks: [signals({ every: 3 })], ...options });
const STEPS = 3 * 8;

const bitsOf = ({ state, history, signals }: Run) => ({
  state: Object.fromEntries(Object.entries(state).map(([name, numbers]) => [name, [...numbers]])),
  measures: history.map(({ train, learningRate }) => ({ train, learningRate })),
  signals,
});

test("a paced run has the bits of one that is not, and is told every step and signal once", async () => {
  const plain = await trained();
  const moments: PaceMoment[] = [];
  const paced = await trained({
    async pace(moment) {
      moments.push(moment);
      await new Promise((resolve) => setTimeout(resolve, 1));
      return 1 + (moments.length % 3);
    },
  });
  expect(bitsOf(paced)).toEqual(bitsOf(plain));
  expect(moments[0]).toMatchObject({ step: 0, epoch: 1, epochs: 3, stepsPerEpoch: 8, steps: [], signals: [] });
  const told = moments.flatMap(({ steps }) => steps.map(({ step }) => step));
  expect(told).toEqual(Array.from({ length: moments.at(-1)?.step ?? 0 }, (_, i) => i + 1));
  for (const { step, steps } of moments.slice(1)) expect(steps.at(-1)?.step).toBe(step);
  const rows = moments.flatMap(({ signals }) => signals);
  expect(rows).toEqual(plain.signals.filter(({ step }) => step <= told.length));
  expect(rows.length).toBeGreaterThan(0);
});

test("single steps are taken one by one, over the ends of epochs too", async () => {
  const steps: number[] = [];
  await trained({
    pace({ step, epoch }) {
      steps.push(step);
      expect(epoch).toBe(1 + Math.floor(step / 8));
      return 1;
    },
  });
  expect(steps).toEqual(Array.from({ length: STEPS }, (_, i) => i));
});

test("Infinity is not asked again", async () => {
  let asked = 0;
  await trained({ pace: () => (asked++ === 0 ? 1 : Infinity) });
  expect(asked).toBe(2);
});

test("an abort ends a wait that nothing else would end", async () => {
  const { signal, abort } = abortable();
  const run = await trained({
    signal,
    pace({ step }) {
      if (step < 5) return 5;
      setTimeout(abort);
      return new Promise<number>(() => {});
    },
  });
  expect(run.stopped.reason).toBe("aborted");
  expect(run.steps).toBe(5);
});

test("what pace throws ends the run, which its error carries", async () => {
  const failure = trained({
    pace({ step }) {
      if (step === 4) throw new Error("the page has gone");
      return 4;
    },
  });
  await expect(failure).rejects.toThrow(TrainingError);
  await expect(failure).rejects.toMatchObject({ message: /the page has gone/, run: { steps: 4 } });
});

test.each([0, -1, 1.5, Number.NaN, undefined, "2"])("%s is no number of steps", async (count) => {
  await expect(trained({ pace: () => count as number })).rejects.toThrow(
    "train: pace: expected a number of steps, at least 1, or Infinity",
  );
});

test("the model of a moment has the weights of a run that ends there, and keeps them", async () => {
  const models: Promise<{ step: number; weights: Record<string, number[]> }>[] = [];
  const kept: PaceMoment[] = [];
  await trained({
    pace(moment) {
      kept.push(moment);
      return 9;
    },
  });
  for (const moment of kept)
    models.push(moment.model().then(({ parts }) => ({ step: moment.step, weights: numbers(parts.weights) })));
  for (const { step, weights } of (await Promise.all(models)).slice(1)) {
    const ended = await trained({ maxSteps: step });
    expect(weights, `${step}`).toEqual(numbers(ended.model.parts.weights));
  }
});

test("the model of a moment is the average of the weights, where there is one", async () => {
  const callbacks = [averageWeights({ decay: 0.9 })];
  let seen: Record<string, number[]> = {};
  await trained({
    callbacks,
    async pace(moment) {
      if (moment.step === 9) seen = numbers((await moment.model()).parts.weights);
      return 9;
    },
  });
  expect(seen).toEqual(numbers((await trained({ callbacks, maxSteps: 9 })).model.parts.weights));
});

const numbers = (weights: Readonly<Record<string, ArrayLike<number>>>) =>
  Object.fromEntries(Object.entries(weights).map(([name, values]) => [name, Array.from(values)]));

function abortable() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
