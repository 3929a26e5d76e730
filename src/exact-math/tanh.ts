import { expm1Pair } from "./expm1-pair.ts";
import { add, divide } from "./pair.ts";

/** The float64 nearest to tanh x, on every JavaScript engine (`Math.tanh` may differ in the last place). */
export function tanh(x: number): number {
  if (Math.abs(x) < 2 ** -28) return x; // tanh x = x − x³/3 + …
  if (!(Math.abs(x) < 20)) return Math.sign(x); // NaN stays
  const more = expm1Pair(2 * x);
  return divide(more, add(more, [2, 0]))[0]; // (e²ˣ − 1) / (e²ˣ + 1)
}
