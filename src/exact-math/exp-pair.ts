import { LN2 } from "./ln2.ts";
import { add, divide, multiply, type Pair, polynomial } from "./pair.ts";

/** The argument is divided by 2⁴, and the result squared as often. */
const HALVINGS = 4;

/** 1, 1, 1/2!, 1/3! … 1/15!: enough for |x| ≤ ln 2 / 2⁵. */
export const INVERSE_FACTORIALS: readonly Pair[] = inverseFactorials(15);

/** e^x = m · 2ᵉ for |x| ≤ 750: m as a pair from 0.7 to 1.42, to about 2⁻⁹⁶. */
export function expPair(x: Pair): { pair: Pair; exponent: number } {
  const exponent = Math.round(x[0] / LN2[0]);
  const rest = add(x, multiply(LN2, [-exponent, 0])); // |rest| ≤ ln 2 / 2
  let pair = polynomial(INVERSE_FACTORIALS, [rest[0] / 2 ** HALVINGS, rest[1] / 2 ** HALVINGS]);
  for (let i = 0; i < HALVINGS; i++) pair = multiply(pair, pair);
  return { pair, exponent };
}

function inverseFactorials(most: number): Pair[] {
  const found: Pair[] = [[1, 0]];
  for (let k = 1; k <= most; k++) found.push(divide(found[k - 1], [k, 0]));
  return found;
}
