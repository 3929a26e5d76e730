import { expPair, INVERSE_FACTORIALS } from "./exp-pair.ts";
import { scaled } from "./exponent.ts";
import { add, multiply, type Pair, polynomial } from "./pair.ts";

/** e^x − 1 for 2⁻⁵⁵ ≤ |x| ≤ 100, to about 2⁻⁹⁰ of it. */
export function expm1Pair(x: number): Pair {
  if (Math.abs(x) < 0.02) return multiply([x, 0], polynomial(INVERSE_FACTORIALS.slice(1), [x, 0])); // x + x²/2! + …
  const { pair, exponent } = expPair([x, 0]);
  return add([scaled(pair[0], exponent), scaled(pair[1], exponent)], [-1, 0]);
}
