import { logPair } from "./log-pair.ts";
import { exactSum } from "./pair.ts";

/** ln(1 + x), the float64 nearest to it, on every JavaScript engine (`Math.log1p` may differ in the last place). */
export function log1p(x: number): number {
  if (!(x > -1)) return x === -1 ? -Infinity : Number.NaN;
  if (Math.abs(x) < 2 ** -55 || x === Infinity) return x; // ln(1 + x) = x − x²/2 + …
  return logPair(exactSum(1, x))[0];
}
