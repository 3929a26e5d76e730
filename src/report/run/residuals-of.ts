import type { Predicted } from "../../model/predicted.ts";

/** Predicted against true values of one target. */
export interface Residuals {
  /** The name of the target. */
  target: string;
  /** [true, predicted], of at most a thousand samples, evenly chosen. */
  pairs: readonly (readonly [number, number])[];
  /** The mean of predicted − true over all samples. */
  bias: number;
  /** The standard deviation of predicted − true over all samples. */
  std: number;
}

/** More would neither be told apart in a picture nor load quickly. */
const MOST_PAIRS = 1000;

/** The residuals of each target. */
export function residualsOf(predicted: Predicted, names: readonly string[] = []): Residuals[] {
  const { count, width, predictions, targets } = predicted;
  return Array.from({ length: width }, (_, k) => {
    const errors = Float64Array.from({ length: count }, (_, i) => predictions[i * width + k] - targets[i * width + k]);
    const bias = errors.reduce((sum, error) => sum + error, 0) / count;
    const variance = errors.reduce((sum, error) => sum + (error - bias) ** 2, 0) / count;
    const shown = Math.min(count, MOST_PAIRS);
    const pairs = Array.from({ length: shown }, (_, j) => {
      const at = Math.floor((j * count) / shown) * width + k;
      return [targets[at], predictions[at]] as const;
    });
    return {
      target: width === 1 ? (names[0] ?? "target") : targetName(names, k),
      pairs,
      bias,
      std: Math.sqrt(variance),
    };
  });
}

/** What one of several targets is called. */
export function targetName(names: readonly string[], k: number): string {
  return names[k] ?? `target ${k + 1}`;
}
