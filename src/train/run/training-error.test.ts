import { expect, test, vi } from "vitest";
import { openDevice } from "../../backend/open.ts";
import { arrays } from "../../data/arrays.ts";
import { dense } from "../../model/layers/dense.ts";
import { relu } from "../../model/layers/relu.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { defineCallback } from "../callback.ts";
import { train } from "../train.ts";
import type { TrainOptions } from "../train-options.ts";
import type { Epoch } from "./history.ts";
import { TrainingError } from "./training-error.ts";

vi.mock(import("../../backend/open.ts"), { spy: true });

const data = arrays({
  inputs: { shape: [64, 4], data: Float32Array.from({ length: 256 }, (_, i) => Math.sin(i)) },
  labels: Uint8Array.from({ length: 64 }, (_, i) => i % 2),
});
const model = () => sequential([dense(8), relu(), dense(2)]);
const OPTIONS: TrainOptions = { threads: 0, batchSize: 16 };
const mine = () => {
  throw new TypeError("mine");
};
const hook = (epochEnd: (epoch: number) => Promise<undefined>) =>
  defineCallback({
    name: "hook",
    summary: "Calls a function at the end of each epoch.",
    source: "this test",
    options: {},
    start: () => ({ epochEnd: ({ epoch }) => epochEnd(epoch.epoch) }),
  })();

async function failureOf(options: TrainOptions): Promise<TrainingError> {
  const failure = await train(model(), data, { ...OPTIONS, epochs: 9, ...options }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(TrainingError);
  return failure as TrainingError;
}

test.each<[string, TrainOptions, number]>([
  ["onProgress", { onProgress: ({ epoch }) => epoch === 4 && mine() }, 3],
  ["an asynchronous onProgress", { onProgress: async ({ epoch, step }) => epoch === 4 && step === 1 && mine() }, 3],
  ["a callback", { callbacks: [hook(async (epoch) => (epoch === 4 ? mine() : undefined))] }, 4],
])("carries the run so far where %s throws in epoch 4, and the run goes on from there", async (_, options, epochs) => {
  const error = await failureOf(options);
  expect(error.message).toMatch(
    /^train: expected to train on, received TypeError: mine\. What was trained is not lost:/,
  );
  expect(error.cause).toEqual(new TypeError("mine"));
  expect(error.run.history.length).toBe(epochs);
  const whole = await train(model(), data, { ...OPTIONS, epochs: 9 });
  const resumed = await train(model(), data, { ...OPTIONS, epochs: 9, resume: error.run });
  expect(resumed.state).toEqual(whole.state);
});

test("carries the run so far where the engine stops", async () => {
  vi.mocked(openDevice).mockImplementationOnce(async (options) => {
    const { openDevice: open } = await vi.importActual<typeof import("../../backend/open.ts")>("../../backend/open.ts");
    const device = await open(options);
    let runs = 0;
    return {
      ...device,
      description: device.description,
      free: device.free,
      create: (...args) => device.create(...args),
      write: (...args) => device.write(...args),
      read: (...args) => device.read(...args),
      readAll: (...args) => device.readAll(...args),
      close: () => device.close(),
      compile: async (program) => {
        const executable = await device.compile(program);
        return {
          explain: () => executable.explain(),
          run: async (feeds) => {
            if (++runs > 12) throw new Error("the engine stopped");
            return executable.run(feeds);
          },
        };
      },
    };
  });
  const { run } = await failureOf({});
  expect(run.history.length).toBeGreaterThan(2);
  expect(run.model.parts.weights["0.dense/kernel"].every(Number.isFinite)).toBe(true);
});

test("is not what reports a mistake that is found before any step", async () => {
  const broken = train(model(), data, { ...OPTIONS, onProgress: mine });
  await expect(broken).rejects.toThrow(new TypeError("mine"));
});

test("does not wait for a callback that never comes back, once the run is aborted", async () => {
  const controller = new AbortController();
  const callbacks = [hook(() => new Promise(() => setTimeout(() => controller.abort(), 10)))];
  const run = await train(model(), data, { ...OPTIONS, epochs: 9, callbacks, signal: controller.signal });
  expect(run.stopped).toEqual({ reason: "aborted", epoch: 1 });
});

test("does not train for ever where a callback empties the history", async () => {
  const emptying = defineCallback({
    name: "emptying",
    summary: "Empties the history.",
    source: "this test",
    options: {},
    start: () => ({
      async epochEnd({ history }) {
        (history as Epoch[]).length = 0;
        return undefined;
      },
    }),
  });
  const run = await train(model(), data, { ...OPTIONS, epochs: 3, callbacks: [emptying()] });
  expect([run.steps, run.stopped]).toEqual([12, { reason: "epochs", epoch: 3 }]);
});
