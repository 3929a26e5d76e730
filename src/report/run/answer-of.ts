import type { Predicted } from "../../model/predicted.ts";

/** The class that a model answers for a sample, and how likely it says that is. */
export interface Answer {
  label: number;
  probability: number;
}

/** The answer for sample i: the largest of several outputs, or yes above 1/2 of a single one. */
export function answerOf({ predictions, width }: Predicted, i: number): Answer {
  if (width === 1) {
    const yes = predictions[i];
    return yes > 0.5 ? { label: 1, probability: yes } : { label: 0, probability: 1 - yes };
  }
  let label = 0;
  for (let k = 1; k < width; k++) if (predictions[i * width + k] > predictions[i * width + label]) label = k;
  return { label, probability: predictions[i * width + label] };
}

/** How many classes there are: two where a single output says yes or no. */
export function classCount({ width }: Predicted): number {
  return Math.max(2, width);
}
