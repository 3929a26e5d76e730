import type { Signal } from "../../signals/signal.ts";

/** Of the first signals of some layers that with the largest deviation, or the smallest. */
export function farthest(signals: readonly Signal[], layers: readonly string[], largest: boolean): Signal | undefined {
  return signals
    .filter(({ layer, std }) => layers.includes(layer) && !Number.isNaN(std))
    .toSorted((a, b) => (largest ? b.std - a.std : a.std - b.std))[0];
}
