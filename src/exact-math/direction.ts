import { COSINE, directionPair, SINE, TWO_PI } from "./direction-pair.ts";
import { horner } from "./horner.ts";
import { exactProduct, exactSum } from "./pair.ts";

/** The turn is cut into so many parts, and what is left of an angle is 2π / 256 or less. */
const PARTS = 128;
/** Below this many turns, products are no longer exact. */
const TINY = 2 ** -900;

/** −1/2!, 1/4!, −1/6!, 1/8! and −1/3!, 1/5!, −1/7!, 1/9! */
const COSINE_TAIL = COSINE.slice(1, 5).map(([high]) => high);
const SINE_TAIL = SINE.slice(1, 5).map(([high]) => high);

/** For k = −16 … 16, cos 2πk/128 and sin 2πk/128, each with its rest, from when they are first asked for. */
const CORNERS: number[][] = [];

/** [cos 2πt, sin 2πt], each the float64 nearest to it, on every JavaScript engine, which `Math.cos` does not promise. */
export function direction(turns: number): readonly [number, number] {
  const part = turns % 1; // exact; NaN of what is not finite
  if (Number.isNaN(part)) return [part, part];
  const quarters = Math.round(4 * part);
  const [x, y] = ofAnEighth(part - quarters / 4);
  const [a, b] = quarters & 1 ? [-y, x] : [x, y];
  return quarters & 2 ? [-a, -b] : [a, b];
}

/**
 * The same for |t| ≤ 1/8. With C = cos 2πk/128, S = sin 2πk/128 and what is left of the angle, 2π(t − k/128) = d + e, where
 * |d| ≤ 0.0246, |e| ≤ 1.4u|d| and u = 2⁻⁵³:
 *
 *     cos 2πt = C − S·d + [C(cos d − 1) − S(sin d − d) − e(S + C·d)]
 *     sin 2πt = S + C·d + [S(cos d − 1) + C(sin d − d) + e(C − S·d)]
 *
 * What stands before the brackets is summed without error. In them, C(cos d − 1) = C(−d²/2 + …) is off by at most 4u of it,
 * three sums by u each, and C is taken without its rest, u: 4ud²C in all. C(sin d − d) and what is left out of e(…) are off by
 * 2.3u|d|³C. Of a sine at k ≠ 0 this is at most 10.3ud² of the result, for S and C|d| are at most twice and once as large;
 * elsewhere it is less. Rounding the bracket adds ud². Terms of u² are below 2⁻⁹⁹ of it, and the long form is off by 2⁻⁹⁷.
 */
function ofAnEighth(turns: number): readonly [number, number] {
  if (Math.abs(turns) < TINY) return rounded(turns);
  const k = Math.round(PARTS * turns);
  const [c, restOfC, s, restOfS] = CORNERS[k + PARTS / 8] ?? cornerAt(k);
  const left = turns - k / PARTS; // exact, of size 1/256 or less
  const [d, restOfD] = exactProduct(TWO_PI[0], left);
  const e = restOfD + TWO_PI[1] * left;
  const square = d * d;
  const ofCosine = square * horner(COSINE_TAIL, square); // cos d − 1
  const ofSine = d * square * horner(SINE_TAIL, square); // sin d − d
  const most = square * 2 ** -49 + 2 ** -94; // more than the error, as a share of the result

  const [sd, restOfSd] = exactProduct(-s, d);
  const [x, restOfX] = exactSum(c, sd);
  const [cd, restOfCd] = exactProduct(c, d);
  const [y, restOfY] = exactSum(s, cd);
  const lowX = restOfX + restOfSd + (c * ofCosine - s * ofSine + (restOfC - restOfS * d - e * y));
  const lowY = restOfY + restOfCd + (s * ofCosine + c * ofSine + (restOfS + restOfC * d + e * x));
  const nearX = x + (lowX + most * x);
  const nearY = y + (lowY + most * y);
  if (nearX === x + (lowX - most * x) && nearY === y + (lowY - most * y)) return [nearX, nearY];
  return rounded(turns);
}

function cornerAt(k: number): number[] {
  const { cosine, sine } = directionPair(k / PARTS);
  CORNERS[k + PARTS / 8] = [...cosine, ...sine];
  return CORNERS[k + PARTS / 8];
}

function rounded(turns: number): readonly [number, number] {
  const { cosine, sine } = directionPair(turns);
  return [cosine[0], sine[0]];
}
