import { expPair, INVERSE_FACTORIALS } from "./exp-pair.ts";
import { scaled } from "./exponent.ts";
import { horner } from "./horner.ts";
import { LN2_HIGH, LN2_LOW } from "./ln2.ts";
import { exactProduct, exactSum } from "./pair.ts";

/** 1/3!, 1/4! … 1/15! */
const COEFFICIENTS = INVERSE_FACTORIALS.slice(3).map(([high]) => high);

/**
 * e^x, the float64 nearest to it, on every JavaScript engine (`Math.exp` may differ in the last place). Results below 2⁻¹⁰²²
 * may be the second nearest.
 */
export function exp(x: number): number {
  if (!(x < 709.79)) return x * Infinity; // NaN stays
  if (x < -745.14) return 0;
  const exponent = Math.round(x / Math.LN2);
  const [r, rest] = exactSum(x - exponent * LN2_HIGH, -exponent * LN2_LOW); // x − e · ln 2, of size ln 2 / 2 or less
  const [square, restOfSquare] = exactProduct(r, r);
  const tail = horner(COEFFICIENTS, r) * r * square; // r³/3! + r⁴/4! + …
  const [first, left] = exactSum(1, r);
  const [second, more] = exactSum(first, square / 2); // 1 + r + r²/2
  const low = left + more + (restOfSquare / 2 + tail + rest * (1 + r));
  const most = Math.abs(low) * 2 ** -49; // more than what rounding has changed in it
  const m = second + (low + most);
  return scaled(m === second + (low - most) ? m : expPair([x, 0]).pair[0], exponent);
}
