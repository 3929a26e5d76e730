import { nearestExponent, scaled } from "./exponent.ts";
import { horner } from "./horner.ts";
import { LN2_HIGH, LN2_LOW } from "./ln2.ts";
import { INVERSE_ODD_NUMBERS, logPair } from "./log-pair.ts";
import { exactProduct, exactSum } from "./pair.ts";

/** ln(c / 16), for c = 11 … 23 */
const LOGARITHMS = Array.from({ length: 24 }, (_, c) => logPair([Math.max(c, 11) / 16, 0]));
/** 1/3, 1/5 … 1/13 */
const COEFFICIENTS = INVERSE_ODD_NUMBERS.slice(1, 7).map(([high]) => high);

/** ln x, the float64 nearest to it, on every JavaScript engine (`Math.log` may differ in the last place). */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : Number.NaN;
  if (x === Infinity) return x;
  const exponent = nearestExponent(x);
  const m = scaled(x, -exponent); // x = m · 2ᵉ
  const c = Math.round(16 * m);
  const [ofC, restOfC] = LOGARITHMS[c];
  // ln m = ln(c/16) + 2 (s + s³/3 + s⁵/5 + …), s = (m − c/16) / (m + c/16), of size 0.023 or less
  const over = m - c / 16;
  const [under, restOfUnder] = exactSum(m, c / 16);
  const s = over / under;
  const [product, restOfProduct] = exactProduct(s, under);
  const restOfS = (over - product - restOfProduct - s * restOfUnder) / under;
  const s2 = s * s;
  const tail = 2 * (s * s2 * horner(COEFFICIENTS, s2) + restOfS);
  const [first, left] = exactSum(exponent * LN2_HIGH, ofC);
  const [second, more] = exactSum(first, 2 * s);
  const low = left + more + (exponent * LN2_LOW + restOfC + tail);
  const most = (Math.abs(tail) + Math.abs(low)) * 2 ** -50; // more than what rounding has changed in it
  const y = second + (low + most);
  return y === second + (low - most) ? y : logPair([x, 0])[0];
}
