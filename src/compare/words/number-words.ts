import type { MetricUnit } from "../../model/metric.ts";
import { SIGNIFICANCE } from "../statistics/levels.ts";

/** "p < 0.001", "p = 0.034", "p = 0.31" */
export function pInWords(p: number): string {
  if (p < 0.001) return "p < 0.001";
  const digits = p >= 0.1 ? 2 : Math.abs(p - SIGNIFICANCE) < 0.001 ? 4 : 3;
  return `p = ${p.toFixed(digits)}`;
}

/** "0.42" in percentage points for a share, "0.0312" or "1520.5" for a number; with enough digits not to look like 0. */
export function magnitude(value: number, unit: MetricUnit): string {
  const [number, digits] = unit === "share" ? [100 * value, 2] : [value, decimalsOf(value)];
  const small = Math.abs(number) > 1e-9 && Math.abs(number) < Number(`1e-${digits}`);
  return small ? number.toPrecision(1) : number.toFixed(digits);
}

/** The decimals of a number that is no share: fewer the larger it is, so that about six digits count. */
export function decimalsOf(value: number): number {
  const size = Math.abs(value);
  return size < 100 ? 4 : size < 1e5 ? 1 : 0;
}

/** `magnitude` with its sign: "+0.42", "−0.0312", "0.00". */
export function signed(value: number, unit: MetricUnit): string {
  const size = magnitude(Math.abs(value), unit);
  if (Number(size) === 0) return size;
  return `${value > 0 ? "+" : "−"}${size}`;
}

/** " percentage points" for a share, nothing for a number. */
export function pointsOf(unit: MetricUnit): string {
  return unit === "share" ? " percentage points" : "";
}

/** "a", "a or b", "a, b or c" */
export function either(names: readonly string[]): string {
  return joinedBy("or", names);
}

/** "a", "a and b", "a, b and c" */
export function every(names: readonly string[]): string {
  return joinedBy("and", names);
}

function joinedBy(word: string, names: readonly string[]): string {
  return [names.slice(0, -1).join(", "), ...names.slice(-1)].filter(Boolean).join(` ${word} `);
}

/** "1 seed", "5 seeds" */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
