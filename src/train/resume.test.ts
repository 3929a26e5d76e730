import { mkdtemp, readdir, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Dataset } from "../data/dataset.ts";
import { digits } from "../data/sources/digits.ts";
import { mlp } from "../model/architectures/mlp.ts";
import { augment } from "../model/layers/augment.ts";
import { averageWeights } from "./callbacks/average-weights.ts";
import { earlyStopping } from "./callbacks/early-stopping.ts";
import { snapshotEnsemble } from "./callbacks/snapshot-ensemble.ts";
import { swa } from "./callbacks/swa.ts";
import { chain } from "./chain.ts";
import { adam } from "./optimizers/adam.ts";
import { loadRun } from "./saved-run.ts";
import { exponentialDecay } from "./schedules/exponential-decay.ts";
import { reduceOnPlateau } from "./schedules/reduce-on-plateau.ts";
import { train } from "./train.ts";
import type { TrainOptions } from "./train-options.ts";
import { clipByGlobalNorm } from "./transforms/clip-by-global-norm.ts";

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
  it("goes on with the same bits as one that was never interrupted", async () => {
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

  it.each<[string, TrainOptions]>([
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

  it("gives back a model that predicts the same", async () => {
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

  it("is refused where going on would be another run", async () => {
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

  it("is refused where the file is missing, damaged or of another kind", async () => {
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
