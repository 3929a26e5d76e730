/** Milliseconds of computing between two reports, at which an abort is seen too. */
const REPORT_EVERY = 100;

/** How many steps to queue at once where one takes `perStep` milliseconds: at least one, at most `most`. */
export function stepsAtOnce(perStep: number, most: number): number {
  return Math.max(1, Math.min(most, Math.round(REPORT_EVERY / (perStep + 1e-3))));
}
