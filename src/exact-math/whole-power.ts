import { multiply, type Pair } from "./pair.ts";

/**
 * xⁿ for a whole n ≥ 0, the float64 nearest to it, on every JavaScript engine (`**` may differ in the last place); for results
 * of size 1e-280 to 1e280, or for |x| ≤ 1, where smaller ones are right to 1e-280. By squaring.
 */
export function wholePower(x: number, n: number): number {
  let power: Pair = [1, 0];
  let square: Pair = [x, 0]; // x, x², x⁴ …
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power = multiply(power, square);
    if (rest > 1) square = multiply(square, square);
  }
  return power[0];
}
