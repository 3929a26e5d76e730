import type { Predicted } from "../predicted.ts";
import { weightedMean } from "./weighted-mean.ts";

/** The mean over the outputs of a number that is made of a mean over samples. */
export function meanOverOutputs({ width }: Predicted, numberOf: (output: number) => number): number {
  let sum = 0;
  for (let k = 0; k < width; k++) sum += numberOf(k);
  return sum / width;
}

/** mean((x − y)²) of one output. */
export function squaredErrorOf(predicted: Predicted, output: number): number {
  const { width, predictions, targets } = predicted;
  return weightedMean(predicted, (i) => (predictions[i * width + output] - targets[i * width + output]) ** 2);
}
