import type { Measured } from "../examination.ts";

/** Where the lowest mean is; undefined where there is none. */
export function lowestAt(measured: readonly (Measured | undefined)[]): number | undefined {
  let at: number | undefined;
  measured.forEach((one, i) => {
    if (one === undefined || !Number.isFinite(one.mean)) return;
    const lowest = at === undefined ? Infinity : (measured[at]?.mean ?? Infinity);
    if (one.mean < lowest) at = i;
  });
  return at;
}
