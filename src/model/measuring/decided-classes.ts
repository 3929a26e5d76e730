import type { Predicted } from "../predicted.ts";

/** Stands for the class of a sample of which some output is not a number: it is none. */
export const NO_CLASS = -1;

/**
 * The class that is predicted for each sample [count]: the largest of several outputs, the first of equal ones; a single one
 * means the second class above 1/2.
 */
export function decidedClasses({ count, width, predictions }: Predicted): Int32Array {
  const decided = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const at = i * width;
    if (width === 1) {
      decided[i] = Number.isNaN(predictions[at]) ? NO_CLASS : Number(predictions[at] > 0.5);
      continue;
    }
    let best = 0;
    for (let k = 0; k < width; k++) {
      if (Number.isNaN(predictions[at + k])) {
        best = NO_CLASS;
        break;
      }
      if (predictions[at + k] > predictions[at + best]) best = k;
    }
    decided[i] = best;
  }
  return decided;
}

/** The true class of a sample; a target between 0 and 1, which a single output may have, counts as the nearer of both. */
export function trueClass({ width, targets }: Predicted, sample: number): number {
  return width === 1 ? Number(targets[sample] > 0.5) : targets[sample];
}
