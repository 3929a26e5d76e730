/**
 * Functions in shaders' language, to about one unit in the last place: those of wasm/kernels/math.ts. A compiler may assume that
 * there are neither infinities nor NaN. So whatever tells them apart looks at their bits, and what would compute with
 * infinities is bounded before. Conditions are joined by & and |, which are no branches.
 */
const functions: Readonly<Record<string, string>> = {
  // A word of zeros among the arguments, which lies behind infinity and NaN
  zero: "fn zero() -> f32 { return bitcast<f32>(uniforms[0].z); }",
  isNaN: "fn isNaN(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u; }",
  isNotZero: "fn isNotZero(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) != 0u; }",
  keepNaN: "fn keepNaN(x: f32, y: f32) -> f32 { return select(y, x, isNaN(x)); }",

  // A whole number for each float, in their order: infinities are ±0x7f800000, −0 and 0 the same, NaN beyond.
  rank: `fn rank(x: f32) -> i32 {
  let bits = bitcast<i32>(x);
  return select(bits, -(bits & 0x7fffffff), bits < 0);
}`,
  isLess: `fn isLess(a: f32, b: f32) -> bool {
  let ra = rank(a);
  let rb = rank(b);
  return (ra < rb) & (ra >= -0x7f800000) & (rb <= 0x7f800000);
}`,
  isEqual: `fn isEqual(a: f32, b: f32) -> bool {
  let r = rank(a);
  return (r == rank(b)) & (abs(r) <= 0x7f800000);
}`,
  maximum: `fn maximum(a: f32, b: f32) -> f32 {
  let larger = select(a, b, (rank(a) < rank(b)) | isNaN(b));
  return keepNaN(a, larger);
}`,
  minimum: `fn minimum(a: f32, b: f32) -> f32 {
  let smaller = select(a, b, (rank(b) < rank(a)) | isNaN(b));
  return keepNaN(a, smaller);
}`,
  // −1, 0 or 1
  signOf: `fn signOf(x: f32) -> f32 {
  let bits = bitcast<u32>(x);
  let one = bitcast<f32>((bits & 0x80000000u) | 0x3f800000u);
  return keepNaN(x, select(0f, one, isNotZero(x)));
}`,

  // 2^k for whole numbers k from −126 to 127
  powerOf2: "fn powerOf2(k: i32) -> f32 { return bitcast<f32>(u32(k + 127) << 23u); }",
  // x = n · ln 2 + r with |r| ≤ ln 2 / 2: (n, e^r − 1), by the polynomial of Cephes' expf; fma, so that no compiler joins both parts of ln 2
  reducedExponential: `fn reducedExponential(x: f32) -> vec2<f32> {
  let n = round(x * ${Math.LOG2E}f);
  let r = fma(n, 2.1219444e-4f, fma(-n, 0.693359375f, x));
  let tail = ((((1.98756915e-4f * r + 1.3981999507e-3f) * r + 8.3334519073e-3f) * r + 4.1665795894e-2f) * r
    + 1.6666665459e-1f) * r + 5.0000001201e-1f;
  return vec2(n, tail * (r * r) + r);
}`,
  // e^x = 2^n · e^r; 2^n in two factors, so that it reaches from the smallest to the largest float; 0 and ∞ beyond
  exponential: `fn exponential(x: f32) -> f32 {
  let parts = reducedExponential(clamp(x, -104f, 89f));
  let whole = i32(parts.x);
  let half = whole >> 1u;
  return keepNaN(x, (parts.y + 1f) * powerOf2(half) * powerOf2(whole - half));
}`,
  // e^x − 1 = 2 · (2^(n−1) · (e^r − 1) + 2^(n−1) − ½): near 0, where n is 0, it is e^r − 1 with all its digits
  exponentialMinus1: `fn exponentialMinus1(x: f32) -> f32 {
  let parts = reducedExponential(clamp(x, -20f, 89f)); // −1 from −17.4 on
  let half = powerOf2(i32(parts.x) - 1);
  let sum = parts.y * half + (half - 0.5f);
  return keepNaN(x, select(sum + sum, parts.y, parts.x == 0f));
}`,
  // ln(1 + m) + e · ln 2 for m from √½ − 1 to √2 − 1, by the polynomial of Cephes' logf
  logarithmOf1Plus: `fn logarithmOf1Plus(m: f32, e: f32) -> f32 {
  let square = m * m;
  let series = (((((((7.0376836292e-2f * m - 1.151461031e-1f) * m + 1.167699874e-1f) * m - 1.2420140846e-1f) * m
    + 1.4249322787e-1f) * m - 1.6668057665e-1f) * m + 2.0000714765e-1f) * m - 2.4999993993e-1f) * m + 3.3333331174e-1f;
  let y = m * square * series - e * 2.1219444e-4f - 0.5f * square;
  return (m + y) + e * 0.693359375f;
}`,
  // ln x = e · ln 2 + ln m with m in [√½, √2). −∞ at 0, NaN below, ∞ at ∞; a denormal's digits are those of a whole number.
  logarithm: `fn logarithm(x: f32) -> f32 {
  let given = bitcast<u32>(x);
  let isTiny = given < 0x00800000u;
  let bits = select(given, bitcast<u32>(f32(given)), isTiny);
  let exponent = i32(bits >> 23u) - select(126, 126 + 149, isTiny);
  let fraction = bitcast<f32>((bits & 0x007fffffu) | 0x3f000000u); // in [½, 1)
  let isSmall = fraction < ${Math.fround(Math.SQRT1_2)}f;
  let e = f32(exponent) - select(0f, 1f, isSmall);
  let result = logarithmOf1Plus(select(fraction, fraction + fraction, isSmall) - 1f, e);
  let above = select(result, x, given >= 0x7f800000u);
  return select(select(above, notANumber(), given > 0x80000000u), -infinity(), !isNotZero(x));
}`,
  // ln(1 + e^x) = max(x, 0) + ln(1 + z) with z = e^−|x|; ln(1 + z) = ln 2 + ln(1 + (z − 1) / 2) where z is large
  softplus: `fn softplus(x: f32) -> f32 {
  let z = exponential(-abs(x));
  let isLarge = z > ${Math.fround(Math.SQRT2 - 1)}f;
  let m = select(z, (z - 1f) * 0.5f, isLarge);
  return keepNaN(x, max(x, 0f) + logarithmOf1Plus(m, select(0f, 1f, isLarge)));
}`,
  // An odd polynomial (Cephes' tanhf) for |x| < 0.625, else 1 − 2 / (e^2|x| + 1) with the sign of x: 1 from 9.02 on
  hyperbolicTangent: `fn hyperbolicTangent(x: f32) -> f32 {
  let size = min(abs(x), 10f);
  let square = size * size;
  let series = (((-5.70498872745e-3f * square + 2.06390887954e-2f) * square - 5.37397155531e-2f) * square
    + 1.33314422036e-1f) * square - 3.33332819422e-1f;
  let far = 1f - 2f / (exponential(size + size) + 1f);
  let result = select(far, series * square * size + size, size < 0.625f);
  return keepNaN(x, withSignOf(x, result));
}`,
  // 1 / (1 + e^−x), or e^x / (1 + e^x) where x is negative: e^−|x| does not overflow
  sigmoid: `fn sigmoid(x: f32) -> f32 {
  let z = exponential(-abs(x));
  return keepNaN(x, select(1f, z, (bitcast<u32>(x) >> 31u) == 1u) / (1f + z));
}`,
  // Two polynomials: in x² for |x| ≤ 0.9277, else 1 − e^p(|x|) (after N. Juffa's erff); 1 from 3.92 on
  errorFunction: `fn errorFunction(x: f32) -> f32 {
  let t = min(abs(x), 4f);
  let s = t * t;
  let inner = ((((-5.96761703e-4f * s + 4.99119423e-3f) * s - 2.67681349e-2f) * s + 1.12819925e-1f) * s
    - 3.76125336e-1f) * s + 1.28379166e-1f;
  let outer = (((((-1.7285347e-5f * t + 3.83197126e-4f) * t - 3.88396438e-3f) * t + 2.42546219e-2f) * t
    - 1.06777877e-1f) * t - 6.34846687e-1f) * t - 1.28717512e-1f;
  let far = 1f - exponential(outer * t - t);
  return keepNaN(x, withSignOf(x, select(far, inner * t + t, t < 0.927734375f)));
}`,
  withSignOf: `fn withSignOf(x: f32, size: f32) -> f32 {
  return bitcast<f32>(bitcast<u32>(size) | (bitcast<u32>(x) & 0x80000000u));
}`,

  byteOf: "fn byteOf(word: u32, place: u32) -> u32 { return (word >> ((place & 3u) * 8u)) & 0xffu; }",
  // The whole number that a float holds, from its bits; `count` where it holds none from 0 to there. −0 is 0.
  wholeBelow: `fn wholeBelow(bits: u32, count: u32) -> u32 {
  let magnitude = select(bits, 0u, bits == 0x80000000u);
  if (magnitude >= bitcast<u32>(f32(count))) { return count; }
  let whole = u32(bitcast<f32>(magnitude));
  return select(count, whole, bitcast<u32>(f32(whole)) == magnitude);
}`,

  // Ten rounds of Philox over a counter under a key
  philox: `fn philox(counter: vec4<u32>, key: vec2<u32>) -> vec4<u32> {
  var c = counter;
  var k = key;
  for (var i = 0; i < 10; i++) {
    c = vec4(
      highProduct(0xcd9e8d57u, c.z) ^ c.y ^ k.x, 0xcd9e8d57u * c.z,
      highProduct(0xd2511f53u, c.x) ^ c.w ^ k.y, 0xd2511f53u * c.x,
    );
    k += vec2(0x9e3779b9u, 0xbb67ae85u);
  }
  return c;
}`,
  // The upper word of the product of two words, from four products of halves
  highProduct: `fn highProduct(a: u32, b: u32) -> u32 {
  let low = vec2(a & 0xffffu, b & 0xffffu);
  let high = vec2(a >> 16u, b >> 16u);
  let middle = high.x * low.y + ((low.x * low.y) >> 16u);
  let other = low.x * high.y + (middle & 0xffffu);
  return high.x * high.y + (middle >> 16u) + (other >> 16u);
}`,
};

/** The code, and before it the functions that it calls, and those that they call. */
export function withFunctions(code: string): string {
  const called = new Set<string>();
  const look = (text: string) => {
    for (const [, name] of text.matchAll(/\b(\w+)\(/g)) {
      if (!Object.hasOwn(functions, name) || called.has(name)) continue;
      called.add(name);
      look(functions[name]);
    }
  };
  look(code);
  return [
    ...Object.keys(functions)
      .filter((name) => called.has(name))
      .map((name) => functions[name]),
    code,
  ].join("\n");
}
