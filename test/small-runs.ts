import { arrays } from "../src/data/arrays.ts";
import type { Dataset } from "../src/data/dataset.ts";
import type { SplitOptions } from "../src/data/split.ts";
import { dense } from "../src/model/layers/dense.ts";
import { relu } from "../src/model/layers/relu.ts";
import { sequential } from "../src/model/layers/sequential.ts";
import { sgd } from "../src/optimize/optimizers/sgd.ts";
import { RandomStream } from "../src/random.ts";
import type { History } from "../src/train/run/history.ts";
import { train } from "../src/train/train.ts";
import type { TrainOptions, TrainProgress } from "../src/train/train-options.ts";

/** Options of a short run. */
export const SMALL: TrainOptions = { threads: 0, batchSize: 8, epochs: 2, optimizer: sgd({ learningRate: 0.1 }) };

/** Points of three classes in four dimensions, each class around a center of its own; a share has a random label. */
export function points(count: number, split: SplitOptions = {}, wrong = 0): Dataset {
  const random = new RandomStream(7, "points");
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 3);
  const data = Float32Array.from({ length: count * 4 }, (_, k) => {
    const i = Math.floor(k / 4);
    return random.normal() + (k % 4 === labels[i] ? 2 : 0);
  });
  const said = labels.map((label) => (random.uniform() < wrong ? random.integer(3) : label));
  return arrays({ name: "points", inputs: { shape: [count, 4], data }, labels: said, classes: 3 }, split);
}

/** A model for `points`. */
export function small() {
  return sequential([dense(6), relu(), dense(3)]);
}

/** Options that abort a run after `steps` steps. The clock makes every step be reported. */
export function stopAfter(steps: number): TrainOptions {
  const controller = new AbortController();
  let milliseconds = 0;
  return {
    signal: controller.signal,
    now: () => (milliseconds += 110),
    onProgress: ({ epoch, step, stepsPerEpoch }) => {
      if ((epoch - 1) * stepsPerEpoch + step === steps) controller.abort();
    },
  };
}

/** All of a history that is the same whenever a run is taken again. */
export function withoutSeconds(history: History) {
  return history.map(({ seconds, ...row }) => row);
}

/** What a run reports on its way. */
export async function progressOf(...[model, data, options]: Parameters<typeof train>): Promise<TrainProgress[]> {
  const reports: TrainProgress[] = [];
  await train(model, data, { ...options, onProgress: (progress) => reports.push(progress) });
  return reports;
}
