import type { Signal } from "../../signals/signal.ts";
import type { Evidence } from "../finding.ts";
import { medianOf, windows } from "./layer-rows.ts";

/** What is read of a layer, and the most that it may be. */
interface Limit {
  signal: string;
  read: (row: Signal) => number | undefined;
  threshold: number;
}

/**
 * The signs that what was recorded of a layer was above a limit in the third and in the last quarter of the steps, by its medians;
 * undefined where it was not in both, or of fewer than 4 records.
 */
export function staysAbove(
  layer: string,
  rows: readonly Signal[],
  { signal, read, threshold }: Limit,
): [earlier: Evidence, later: Evidence] | undefined {
  if (rows.length < 4) return undefined;
  const [earlier, later] = windows(rows).map((some): Evidence => {
    const step = some.at(-1)?.step;
    return { signal, value: medianOf(some, read), threshold, layer, ...(step !== undefined && { step }) };
  });
  return earlier.value > threshold && later.value > threshold ? [earlier, later] : undefined;
}
