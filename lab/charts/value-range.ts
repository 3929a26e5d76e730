/** The values that a vertical axis spans. */
export interface ValueRange {
  range: [number, number];
  /** Whether values far above the rest lie beyond it. */
  cut: boolean;
}

/** As many times the upper decile as a value may be before it is left out of the axis. */
const FAR = 20;

/**
 * What an axis for some values spans: all of them with a little room. Values that would flatten the rest (as of a run that
 * goes to infinity) are cut off on a linear axis. A log axis has no place for what is not above 0.
 */
export function valueRange(
  values: readonly number[],
  { log, within }: { log: boolean; within?: readonly [number, number] | undefined },
): ValueRange {
  const sorted = values.filter((value) => Number.isFinite(value) && (!log || value > 0)).sort((a, b) => a - b);
  if (sorted.length === 0) return { range: log ? [0.1, 10] : [0, 1], cut: false };
  const [least, most] = [sorted[0], sorted[sorted.length - 1]];
  if (log) return { range: least < most ? [least / 1.15, most * 1.15] : [least / 3, least * 3], cut: false };
  const middle = sorted[Math.floor(sorted.length / 2)];
  const limit = middle > 0 ? FAR * middle : Number.POSITIVE_INFINITY;
  const high = most > limit ? (sorted.findLast((value) => value <= limit) ?? most) : most;
  const room = 0.06 * (high - least) || 0.5 * Math.abs(high) || 0.5;
  const range: [number, number] = [least - room, high + room];
  if (least >= 0) range[0] = Math.max(0, range[0]);
  if (within !== undefined) [range[0], range[1]] = [Math.max(within[0], range[0]), Math.min(within[1], range[1])];
  return { range, cut: most > high };
}
