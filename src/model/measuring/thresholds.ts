import type { Scored } from "./one-against-rest.ts";

/** What is predicted positive from a threshold on: the weights of those that are, and of those that are not. */
export interface Threshold {
  truePositives: number;
  falsePositives: number;
}

/**
 * The counts at each threshold, from the highest score to the lowest; equal scores are one threshold. Empty where some score
 * is not a number.
 */
export function thresholdsOf({ scores, truth, weights }: Scored): Threshold[] {
  if (scores.some(Number.isNaN)) return [];
  const order = Uint32Array.from(scores, (_, i) => i).sort((a, b) => scores[b] - scores[a]);
  const thresholds: Threshold[] = [];
  let [truePositives, falsePositives] = [0, 0];
  for (let k = 0; k < order.length; k++) {
    const i = order[k];
    const weight = weights?.[i] ?? 1;
    if (truth[i] === 1) truePositives += weight;
    else falsePositives += weight;
    if (k + 1 === order.length || scores[order[k + 1]] !== scores[i])
      thresholds.push({ truePositives, falsePositives });
  }
  return thresholds;
}

/** The mean of a number for each class or label. */
export function meanOver(each: readonly Scored[], numberOf: (thresholds: readonly Threshold[]) => number): number {
  return each.reduce((sum, scored) => sum + numberOf(thresholdsOf(scored)), 0) / each.length;
}
