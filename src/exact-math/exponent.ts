const VIEW = new DataView(new ArrayBuffer(8));

/** The e with 2ᵉ ≤ |x| < 2ᵉ⁺¹, of a finite x; −∞ for 0. */
export function exponentOf(x: number): number {
  if (x === 0) return -Infinity;
  VIEW.setFloat64(0, x);
  const exponent = (VIEW.getUint32(0) >>> 20) & 2047;
  return exponent === 0 ? exponentOf(x * 2 ** 54) - 54 : exponent - 1023; // 0: too small for a leading one of its own
}

/** The e with √½ ≤ x / 2ᵉ < √2, of a finite x > 0. */
export function nearestExponent(x: number): number {
  const exponent = exponentOf(x);
  return scaled(x, -exponent) < Math.SQRT2 ? exponent : exponent + 1;
}

/** x · 2ᵉ for a whole e from −2044 to 2046, rounded once. */
export function scaled(x: number, exponent: number): number {
  const half = exponent >> 1;
  return x * twoTo(half) * twoTo(exponent - half);
}

/** 2ᵉ for a whole e from −1022 to 1023. */
function twoTo(exponent: number): number {
  VIEW.setInt32(0, (exponent + 1023) << 20);
  VIEW.setInt32(4, 0);
  return VIEW.getFloat64(0);
}
