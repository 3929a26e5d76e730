import { certainty } from "../../model/measuring/certainty.ts";
import { decidedClasses, NO_CLASS, trueClass } from "../../model/measuring/decided-classes.ts";
import type { Predicted } from "../../model/predicted.ts";

/** Answers of about the same confidence: how sure the model was on average, and how often it was right. */
export interface CalibrationBin {
  /** The mean probability of the answers. */
  confidence: number;
  /** The share of answers that are right. */
  accuracy: number;
  /** How many answers. */
  count: number;
}

/** As many bins as Guo et al. 2017 plot. */
const BINS = 10;

/**
 * The reliability diagram: answers in ten bins of equal width by their probability, without empty bins.
 * Source: Guo et al. 2017, On calibration of modern neural networks, section 2.
 */
export function calibrationOf(predicted: Predicted): CalibrationBin[] {
  const sums = Array.from({ length: BINS }, () => ({ confidence: 0, right: 0, count: 0 }));
  decidedClasses(predicted).forEach((label, i) => {
    if (label === NO_CLASS) return;
    const probability = certainty(predicted, i, label);
    const bin = sums[Math.min(BINS - 1, Math.floor(probability * BINS))];
    bin.confidence += probability;
    bin.right += Number(label === trueClass(predicted, i));
    bin.count++;
  });
  return sums
    .filter(({ count }) => count > 0)
    .map(({ confidence, right, count }) => ({ confidence: confidence / count, accuracy: right / count, count }));
}
