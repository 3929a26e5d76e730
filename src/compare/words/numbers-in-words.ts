/** Where chance alone is held responsible no longer. */
export const SIGNIFICANT = 0.05;

/** Whether a measure is a share of 1, told in percent, its differences in percentage points. */
export const isShare = (metric: string) => /accuracy$/i.test(metric);

/** "p < 0.001", "p = 0.034", "p = 0.31" */
export function pInWords(p: number): string {
  if (p < 0.001) return "p < 0.001";
  const digits = p >= 0.1 ? 2 : Math.abs(p - SIGNIFICANT) < 0.001 ? 4 : 3;
  return `p = ${p.toFixed(digits)}`;
}

/** "0.42" in percentage points for a share, "0.0312" for another measure; digits enough that it does not look like 0. */
export function magnitude(value: number, metric: string): string {
  const [number, digits] = isShare(metric) ? [100 * value, 2] : [value, 4];
  const small = Math.abs(number) > 1e-9 && Math.abs(number) < 10 ** -digits;
  return small ? number.toPrecision(1) : number.toFixed(digits);
}

/** `magnitude` with its sign: "+0.42", "−0.0312", "0.00". */
export function signed(value: number, metric: string): string {
  const size = magnitude(Math.abs(value), metric);
  if (Number(size) === 0) return size;
  return `${value > 0 ? "+" : "−"}${size}`;
}

/** "+0.42 percentage points", or "−0.0312" */
export const inUnits = (value: number, metric: string) =>
  `${signed(value, metric)}${isShare(metric) ? " percentage points" : ""}`;

/** "a", "a or b", "a, b or c" */
export const either = (names: readonly string[]) =>
  [names.slice(0, -1).join(", "), ...names.slice(-1)].filter(Boolean).join(" or ");

/** "1 seed", "5 seeds" */
export const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;
