import { divide, multiply, type Pair, polynomial } from "./pair.ts";

const TWO_PI: Pair = [6.283185307179586, 2.4492935982947064e-16];

/** 1 − z/2! + z²/4! − …, which is cos √z, and 1 − z/3! + z²/5! − …, which is sin √z / √z: enough terms for √z ≤ π/4. */
const COSINE = alternating(0);
const SINE = alternating(1);

/** [cos 2πt, sin 2πt], each the float64 nearest to it, on every JavaScript engine, which `Math.cos` does not promise. */
export function direction(turns: number): readonly [number, number] {
  const part = turns % 1; // exact; NaN of what is not finite
  if (Number.isNaN(part)) return [part, part];
  const quarters = Math.round(4 * part);
  const angle = multiply(TWO_PI, [part - quarters / 4, 0]);
  const square = multiply(angle, angle);
  const [x] = polynomial(COSINE, square);
  const [y] = multiply(angle, polynomial(SINE, square));
  return [[x, y] as const, [-y, x] as const, [-x, -y] as const, [y, -x] as const][((quarters % 4) + 4) % 4];
}

/** 1, −1/((1 + p)(2 + p)), 1/((1 + p)(2 + p)(3 + p)(4 + p)) … */
function alternating(p: 0 | 1): Pair[] {
  const found: Pair[] = [[1, 0]];
  for (let k = 1; k < 15; k++) found.push(divide(found[k - 1], [-(2 * k - 1 + p) * (2 * k + p), 0]));
  return found;
}
