import { nearestExponent, scaled } from "./exponent.ts";
import { LN2 } from "./ln2.ts";
import { add, divide, multiply, type Pair, polynomial } from "./pair.ts";

/** 1, 1/3, 1/5 … 1/43: enough for |s| ≤ 0.172. */
export const INVERSE_ODD_NUMBERS: readonly Pair[] = Array.from({ length: 22 }, (_, k) =>
  divide([1, 0], [2 * k + 1, 0]),
);

/** ln x for a finite x > 0, to about 2⁻⁹⁸ of it: x = m · 2ᵉ with m from √½ to √2, and ln m = 2 artanh((m − 1) / (m + 1)). */
export function logPair(x: Pair): Pair {
  const exponent = nearestExponent(x[0]);
  const m: Pair = [scaled(x[0], -exponent), scaled(x[1], -exponent)];
  const s = divide(add(m, [-1, 0]), add(m, [1, 0]));
  const half = multiply(s, polynomial(INVERSE_ODD_NUMBERS, multiply(s, s))); // s + s³/3 + s⁵/5 + …
  return add(multiply(LN2, [exponent, 0]), [2 * half[0], 2 * half[1]]);
}
