import { exp } from "./exp.ts";
import { expm1Pair } from "./expm1-pair.ts";

/** e^x − 1, the float64 nearest to it, on every JavaScript engine (`Math.expm1` may differ in the last place). */
export function expm1(x: number): number {
  if (Math.abs(x) < 2 ** -54) return x; // e^x − 1 = x + x²/2 + …
  return x < -100 ? -1 : x <= 100 ? expm1Pair(x)[0] : exp(x);
}
