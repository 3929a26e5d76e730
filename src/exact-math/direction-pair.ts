import { divide, multiply, type Pair, polynomial } from "./pair.ts";

/** 2π to 107 bits. */
export const TWO_PI: Pair = [6.283185307179586, 2.4492935982947064e-16];

/** 1 − z/2! + z²/4! − …, which is cos √z, and 1 − z/3! + z²/5! − …, which is sin √z / √z: enough terms for √z ≤ π/4. */
export const COSINE: readonly Pair[] = alternating(0);
export const SINE: readonly Pair[] = alternating(1);

/** cos 2πt and sin 2πt for |t| ≤ 1/8, to about 2⁻⁹⁷ of each. */
export function directionPair(turns: number): { cosine: Pair; sine: Pair } {
  const angle = multiply(TWO_PI, [turns, 0]);
  const square = multiply(angle, angle);
  return { cosine: polynomial(COSINE, square), sine: multiply(angle, polynomial(SINE, square)) };
}

/** 1, −1/((1 + p)(2 + p)), 1/((1 + p)(2 + p)(3 + p)(4 + p)) … */
function alternating(p: 0 | 1): Pair[] {
  const found: Pair[] = [[1, 0]];
  for (let k = 1; k < 15; k++) found.push(divide(found[k - 1], [-(2 * k - 1 + p) * (2 * k + p), 0]));
  return found;
}
