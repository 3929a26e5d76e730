import { mkdtemp, readdir, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { arrays } from "../../data/arrays.ts";
import type { Dataset } from "../../data/dataset.ts";
import { standardize } from "../../data/scaling/standardize.ts";
import { digits } from "../../data/sources/digits.ts";
import { mlp } from "../../model/architectures/mlp.ts";
import { augment } from "../../model/layers/augment.ts";
import { dense } from "../../model/layers/dense.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { crossEntropy } from "../../model/losses/cross-entropy.ts";

import { adam } from "../../optimize/optimizers/adam.ts";
import { chain } from "../../optimize/optimizers/chain.ts";
import { partition } from "../../optimize/optimizers/partition.ts";
import { sgd } from "../../optimize/optimizers/sgd.ts";
import { exponentialDecay } from "../../optimize/schedules/exponential-decay.ts";
import { reduceOnPlateau } from "../../optimize/schedules/reduce-on-plateau.ts";
import { clipByGlobalNorm } from "../../optimize/transforms/clip-by-global-norm.ts";
import { loadRun, readRun } from "../../saved/load-run.ts";
import { averageWeights } from "../callbacks/average-weights.ts";
import { earlyStopping } from "../callbacks/early-stopping.ts";
import { signals } from "../callbacks/signals.ts";
import { snapshotEnsemble } from "../callbacks/snapshot-ensemble.ts";
import { swa } from "../callbacks/swa.ts";
import { train } from "../train.ts";
import type { TrainOptions } from "../train-options.ts";
import { Run } from "./run.ts";
import { SavedRun } from "./saved-run.ts";

const model = mlp({ hidden: [24], norm: "batch", dropout: 0.2 });
const options: TrainOptions = {
  optimizer: chain(clipByGlobalNorm(1), adam({ learningRate: exponentialDecay(0.01, { factor: 0.9 }) })),
  callbacks: [earlyStopping({ patience: 10 }), averageWeights({ decay: 0.9 })],
  batchSize: 32,
  seed: 3,
  threads: 1,
};
let data: Dataset;
let folder: string;

beforeAll(async () => {
  data = await digits({ train: 200, validation: 50, test: 50 });
  folder = await mkdtemp(join(tmpdir(), "evenkeel-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("a saved run", () => {
  test("goes on with the same bits as one that was never interrupted", async () => {
    const whole = await train(model, data, { ...options, epochs: 5 });
    const half = await train(model, data, { ...options, epochs: 2 });
    const path = join(folder, "half.evenkeel");
    await half.save(path);
    expect(await readdir(folder)).toEqual(["half.evenkeel"]);

    const resumed = await train(model, data, { ...options, epochs: 5, resume: path });
    expect(withoutSeconds(resumed.history)).toEqual(withoutSeconds(whole.history));
    expect(resumed.state).toEqual(whole.state);
    expect(resumed.test).toEqual(whole.test);
    expect(resumed.stopped).toEqual(whole.stopped);
  });

  test("goes on under the names that its optimizer had in an earlier version", async () => {
    const inGroups = { ...options, optimizer: partition([["*", chain(clipByGlobalNorm(1), adam())]]) };
    const whole = await train(model, data, { ...inGroups, epochs: 2 });
    const saved = readRun((await train(model, data, { ...inGroups, epochs: 1 })).toBytes());
    const before = { partition: "groups", maxNorm: "theta" };
    const text = JSON.stringify(saved.config.optimizer).replace(
      /partition|maxNorm/g,
      (name) => before[name as "maxNorm"],
    );
    const earlier = new SavedRun({ ...saved, config: { ...saved.config, optimizer: JSON.parse(text) } });
    expect((await train(model, data, { ...inGroups, epochs: 2, resume: earlier })).state).toEqual(whole.state);
  });

  test.each<[string, TrainOptions]>([
    ["an average", {}],
    ["reduceOnPlateau", { optimizer: adam({ learningRate: reduceOnPlateau(0.01, { patience: 1, minDelta: 10 }) }) }],
    ["snapshotEnsemble", { callbacks: [snapshotEnsemble({ period: 2 }), earlyStopping({ patience: 10 })] }],
    ["augment", { augment: augment({ shift: 2, rotate: 10, zoom: 0.1 }) }],
    ["swa", { callbacks: [swa({ from: 2 }), earlyStopping({ patience: 10 })] }],
  ])("goes on from the middle of an epoch where it was interrupted, with %s", async (_, given) => {
    const whole = await train(model, data, { ...options, ...given, epochs: 4 });
    const controller = new AbortController();
    const part = await train(model, data, {
      ...options,
      ...given,
      epochs: 4,
      signal: controller.signal,
      now: (
        (milliseconds) => () =>
          (milliseconds += 1000)
      )(0), // every step is reported
      onProgress: ({ epoch, step }) => {
        if (epoch === 3 && step === 2) controller.abort();
      },
    });
    expect(part.stopped.reason).toBe("aborted");
    const path = join(folder, "part.evenkeel");
    await part.save(path);
    const resumed = await train(model, data, { ...options, ...given, epochs: 4, resume: path });
    expect(resumed.state).toEqual(whole.state);
    expect(resumed.model.parts.weights).toEqual(whole.model.parts.weights);
    expect(withoutSeconds(resumed.history)).toEqual(withoutSeconds(whole.history));
    expect(resumed.test).toEqual(whole.test);
    expect(resumed.stopped).toEqual(whole.stopped);
    expect(resumed.steps).toBe(whole.steps);
  });

  test("gives back a model that predicts the same", async () => {
    const run = await train(model, data, { ...options, epochs: 1 });
    const path = join(folder, "model.evenkeel");
    await run.save(path);
    const saved = await loadRun(path);
    const images = {
      shape: [5, 28, 28, 1],
      data: (data.test as NonNullable<Dataset["test"]>).inputs.data.subarray(0, 5 * 784),
    };
    expect(await saved.model.predict(images)).toEqual(await run.model.predict(images));
    expect(saved.history).toEqual(run.history);
    await run.model.close();
    await saved.model.close();
  });

  test("is refused where going on would be another run", async () => {
    const run = await train(model, data, { ...options, epochs: 1 });
    const path = join(folder, "other.evenkeel");
    await run.save(path);
    const resume = (changes: TrainOptions, layer = model) =>
      train(layer, data, { ...options, epochs: 2, resume: path, ...changes });
    await expect(resume({ batchSize: 16 })).rejects.toThrow(
      "train: resume: expected the batch size of the saved run, 32, received 16.",
    );
    await expect(resume({ seed: 4 })).rejects.toThrow("the seed of the saved run, 3, received 4");
    await expect(resume({ augment: augment({ shift: 1 }) })).rejects.toThrow(
      /expected the augmentation of the saved run, none, received \{"name":"augment","shift":1/,
    );
    await expect(resume({}, mlp({ hidden: [25] }))).rejects.toThrow("expected the model of the saved run");
    await expect(resume({ epochs: 1 })).rejects.toThrow(
      "expected more epochs than the 1 that the saved run has done, received 1.",
    );
  });

  describe("goes on with something changed:", () => {
    const plain: TrainOptions = { ...options, callbacks: [], optimizer: sgd({ learningRate: 0.1, momentum: 0.9 }) };
    const resumed = (saved: Run, changes: TrainOptions, on = data) =>
      train(model, on, { ...plain, epochs: 3, resume: saved, ...changes });

    test("other numbers in the optimizer hold from there on, and its state goes on", async () => {
      const saved = await train(model, data, { ...plain, epochs: 2 });
      const still = await resumed(saved, { optimizer: sgd({ learningRate: 1e-30, momentum: 0.9 }) });
      expect(still.history[2].learningRate).toBe(1e-30);
      // The momentum that was gathered still decays: v ← 0.9v + g, of size 0.9⁷ of it or more.
      const [before, after] = [saved, still].map(({ state }) => state["optimizer/velocity/1.dense/kernel"]);
      expect(before === undefined).toBe(false);
      expect(after).not.toEqual(before);
    });

    test("another optimizer, or other stages, are refused", async () => {
      const saved = await train(model, data, { ...plain, epochs: 2 });
      for (const optimizer of [adam(), chain(clipByGlobalNorm(1), sgd({ learningRate: 0.1, momentum: 0.9 }))])
        await expect(resumed(saved, { optimizer })).rejects.toThrow(
          /train: resume: expected the optimizer of the saved run, \{"name":"sgd",.* received \{"name":"(adam|chain)"/,
        );
      const chained = await train(model, data, { ...plain, epochs: 2, optimizer: chain(clipByGlobalNorm(1), adam()) });
      await resumed(chained, { optimizer: chain(clipByGlobalNorm(5), adam({ learningRate: 1e-4 })) });
    });

    test("another loss is refused", async () => {
      const saved = await train(model, data, { ...plain, epochs: 2 });
      await expect(resumed(saved, { loss: crossEntropy({ labelSmoothing: 0.1 }) })).rejects.toThrow(
        "expected the loss of the saved run",
      );
    });

    test("an average that is new begins at the resumed weights", async () => {
      const saved = await train(model, data, { ...plain, epochs: 2 });
      const still = await resumed(saved, {
        optimizer: sgd({ learningRate: 1e-30, momentum: 0 }),
        callbacks: [averageWeights({ decay: 0.99 })],
      });
      expect(still.model.parts.weights["1.dense/kernel"]).toEqual(saved.state["1.dense/kernel"]);
    });

    test("an average may be given up, but not become another one", async () => {
      const saved = await train(model, data, { ...plain, epochs: 2, callbacks: [averageWeights({ decay: 0.9 })] });
      const { state } = await resumed(saved, {});
      expect(Object.keys(state).filter((name) => name.includes("average"))).toEqual([]);
      await expect(resumed(saved, { callbacks: [swa()] })).rejects.toThrow(
        /expected the average of the weights of the saved run, .*averageWeights.*, received .*swa/,
      );
    });

    test("other data may follow after a whole epoch, with their own number of steps", async () => {
      const saved = await train(model, data, { ...plain, epochs: 2 }); // 200 samples, 7 steps an epoch
      const [more, fewer] = [await digits({ train: 300 }), await digits({ train: 40 })];
      const [long, short] = [await resumed(saved, {}, more), await resumed(saved, {}, fewer)];
      expect([saved.steps, long.steps, short.steps]).toEqual([14, 14 + 10, 14 + 2]);
      for (const { history } of [long, short]) {
        expect(history).toHaveLength(3);
        expect(history[2].train.loss).toBeGreaterThan(0);
      }
      expect(long.model.parts.scale).toEqual(saved.model.parts.scale);
    });

    test("other data within an epoch are refused", async () => {
      const controller = new AbortController();
      const stopped = await train(model, data, {
        ...plain,
        epochs: 2,
        signal: controller.signal,
        onProgress: ({ step }) => step === 1 && controller.abort(),
      });
      await expect(resumed(stopped, {}, await digits({ train: 300 }))).rejects.toThrow(
        "train: resume: expected the 200 training samples of the saved run, which stopped within an epoch, received 300 samples.",
      );
    });

    test("samples of a shape that its weights do not fit are refused", async () => {
      const rows = (width: number) =>
        arrays({
          inputs: { shape: [8, width], data: Float32Array.from({ length: 8 * width }, (_, i) => i % 5) },
          labels: Uint8Array.from({ length: 8 }, (_, i) => i % 2),
        });
      const saved = await train(sequential([dense(2)]), rows(3), { epochs: 1, threads: 0 });
      await expect(train(sequential([dense(2)]), rows(4), { epochs: 2, threads: 0, resume: saved })).rejects.toThrow(
        "train: resume: expected the shape of a sample of the saved run, [3], received [4].",
      );
    });

    test("another scaling is refused", async () => {
      const saved = await train(model, data, { ...plain, epochs: 2 });
      await expect(resumed(saved, { scaling: standardize() })).rejects.toThrow("expected the scaling of the saved run");
    });
  });

  test("of an ensemble and an early stopping ends as the one that was not interrupted", async () => {
    const callbacks = [snapshotEnsemble({ period: 2 }), earlyStopping({ patience: 30 })];
    // The rate is so large that the third epoch is worse than the second.
    const given = { ...options, callbacks, optimizer: sgd({ learningRate: 3 }) };
    const whole = await train(model, data, { ...given, epochs: 3 });
    const half = await train(model, data, { ...given, epochs: 2 });
    const resumed = await train(model, data, { ...given, epochs: 3, resume: half });
    expect(resumed.stopped).toEqual(whole.stopped);
    expect(whole.stopped.members).toEqual([2]);
    expect(resumed.test).toEqual(whole.test);
  });

  test("may have more rows of signals than a call takes arguments", async () => {
    const saved = await train(model, data, { ...options, epochs: 1, callbacks: [signals()] });
    const rows = Array.from({ length: 200_000 }, (_, i) => saved.signals[i % saved.signals.length]);
    const resumed = await train(model, data, {
      ...options,
      epochs: 2,
      callbacks: [signals()],
      resume: new Run({ ...saved, signals: rows }),
    });
    expect(resumed.signals.length).toBeGreaterThan(200_000);
  });

  test("is refused where the file is missing, damaged or of another kind", async () => {
    const run = await train(model, data, { ...options, epochs: 1 });
    const path = join(folder, "damaged.evenkeel");
    await run.save(path);
    await expect(loadRun(join(folder, "missing"))).rejects.toThrow("expected a file that can be read");
    await truncate(path, 5000);
    await expect(loadRun(path)).rejects.toThrow(/within/);
    await writeFile(path, "hello");
    await expect(loadRun(path)).rejects.toThrow("expected a header within 5 bytes");
    await writeFile(path, `\u0002\0\0\0\0\0\0\0{}`);
    await expect(loadRun(path)).rejects.toThrow("received a safetensors file of another kind");
  });
});

function withoutSeconds<T extends { seconds: number }>(rows: readonly T[]) {
  return rows.map(({ seconds: _, ...row }) => row);
}
