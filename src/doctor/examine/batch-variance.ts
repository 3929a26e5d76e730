import type { Values } from "../../data/dataset.ts";
import type { Training } from "../../train/prepare/prepare-training.ts";
import { ofBatches } from "./batch-entropy.ts";

/** The variance of real targets within a batch, as `batchEntropy` of classes: the least of all outputs. */
export function batchVariance({ shape, data }: Values, training: Training): number {
  const width = data.length / shape[0];
  const ofOutput = (output: number) =>
    ofBatches(shape[0], training, (all) => {
      const variances = all.map((batch) => varianceOf(Array.from(batch, (row) => data[row * width + output])));
      return variances.reduce((sum, one) => sum + one, 0) / variances.length;
    });
  return Math.min(1, ...Array.from({ length: width }, (_, output) => ofOutput(output)));
}

function varianceOf(values: readonly number[]): number {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
}
