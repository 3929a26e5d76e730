/** Milliseconds that the engine computes before it reports, and looks whether it is to end. */
const REPORT_EVERY = 100;

/** How many steps the engine is told at once where one takes so many milliseconds: one at least, and at most `most`. */
export function stepsAtOnce(perStep: number, most: number): number {
  return Math.max(1, Math.min(most, Math.round(REPORT_EVERY / (perStep + 1e-3))));
}
