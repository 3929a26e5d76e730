import { expPair } from "./exp-pair.ts";
import { scaled } from "./exponent.ts";
import { logPair } from "./log-pair.ts";
import { multiply } from "./pair.ts";

/**
 * x^y, the float64 nearest to it, on every JavaScript engine (`**` may differ in the last place). Results below 2⁻¹⁰²² may be
 * the second nearest.
 */
export function pow(x: number, y: number): number {
  // What ECMAScript defines exactly: powers of 0, ±1, infinities and NaN, and NaN for others than whole powers of x < 0.
  const whole = Number.isInteger(y);
  // biome-ignore lint/plugin: special values, which are exact.
  if (x === 0 || y === 0 || !Number.isFinite(x) || !Number.isFinite(y) || (x < 0 && !whole)) return x ** y;
  // biome-ignore lint/plugin: 1 or -1, which is exact; y may be too large to be split.
  if (Math.abs(x) === 1) return x ** y;
  const sign = x < 0 && y % 2 !== 0 ? -1 : 1;
  const size = Math.abs(x);
  const logarithm = logPair([size, 0]);
  const about = y * logarithm[0];
  if (about > 710) return sign * Infinity;
  if (about < -746) return sign * 0;
  const { pair, exponent } = expPair(multiply(logarithm, [y, 0])); // e^(y ln x)
  return sign * scaled(pair[0], exponent);
}
