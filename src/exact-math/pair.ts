/**
 * A number of about 106 bits, as the sum of two: high + low, where high is the nearest float64 to the sum (Dekker 1971, "A
 * floating-point technique for extending the available precision", Numerische Mathematik 18).
 */
export type Pair = readonly [high: number, low: number];

/** a + b without any error (Knuth, "The Art of Computer Programming", volume 2, section 4.2.2, theorem B). */
export function exactSum(a: number, b: number): Pair {
  const sum = a + b;
  const ofB = sum - a;
  return [sum, a - (sum - ofB) + (b - ofB)];
}

/** a · b without any error (Dekker 1971), if a and b are below 2⁹⁹⁵ and the product is no smaller than 2⁻⁹⁶⁰. */
export function exactProduct(a: number, b: number): Pair {
  const product = a * b;
  const [aHigh, bHigh] = [upperHalf(a), upperHalf(b)];
  const [aLow, bLow] = [a - aHigh, b - bHigh];
  return [product, aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow)];
}

/** The number rounded to 26 bits. */
function upperHalf(a: number): number {
  const many = 134217729 * a; // 2²⁷ + 1
  return many - (many - a);
}

/** x + y, with an error of about 2⁻¹⁰⁵ of the larger of |x| and |y|. */
export function add(x: Pair, y: Pair): Pair {
  const [high, rest] = exactSum(x[0], y[0]);
  return exactSum(high, rest + (x[1] + y[1]));
}

/** x · y, to about 2⁻¹⁰². */
export function multiply(x: Pair, y: Pair): Pair {
  const [high, low] = exactProduct(x[0], y[0]);
  return exactSum(high, low + (x[0] * y[1] + x[1] * y[0]));
}

/** x / y, to about 2⁻¹⁰²: long division, with two digits of 53 bits. */
export function divide(x: Pair, y: Pair): Pair {
  const first = x[0] / y[0];
  const rest = add(x, multiply(y, [-first, 0]));
  return exactSum(first, rest[0] / y[0]);
}

/** Σ cₖ xᵏ by Horner's rule, from the constant term upward. */
export function polynomial(coefficients: readonly Pair[], x: Pair): Pair {
  let sum: Pair = [0, 0];
  for (let k = coefficients.length - 1; k >= 0; k--) sum = add(multiply(sum, x), coefficients[k]);
  return sum;
}
