import type { Predicted } from "../predicted.ts";

/** The probability of the class that was decided for. */
export function certainty({ width, predictions }: Predicted, sample: number, decided: number): number {
  if (width > 1) return predictions[sample * width + decided];
  return decided === 1 ? predictions[sample] : 1 - predictions[sample];
}
