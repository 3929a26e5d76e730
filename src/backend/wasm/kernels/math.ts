import type { V128 } from "../emit/code.ts";
import type { FunctionBuilder, Local } from "../emit/module.ts";
import { f32x4, i32x4, v128 } from "../emit/ops.ts";

/** Functions that no instruction computes: polynomials over four lanes, to about one unit in the last place. */

type Builder = Pick<FunctionBuilder, "let">;

const c = f32x4.const;

/** Horner's rule from the highest coefficient down. */
function polynomial(x: V128, coefficients: readonly number[]): V128 {
  return coefficients.slice(1).reduce<V128>((sum, a) => f32x4.add(f32x4.mul(sum, x), c(a)), c(coefficients[0]));
}

/** x = n · ln 2 + r with |r| ≤ ln 2 / 2: n, and e^r − 1 by the polynomial of Cephes' expf. NaN comes out as a bound. */
function reduced(f: Builder, x: Local<"v128">, low: number, high: number): { n: Local<"v128">; grown: Local<"v128"> } {
  const bounded = f.let(f32x4.pmin(c(high), f32x4.pmax(c(low), x)));
  const n = f.let(f32x4.nearest(f32x4.mul(bounded, c(Math.LOG2E))));
  const first = f32x4.sub(bounded, f32x4.mul(n, c(0.693359375)));
  const r = f.let(f32x4.add(first, f32x4.mul(n, c(2.1219444e-4))));
  const tail = polynomial(
    r,
    [1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1],
  );
  return { n, grown: f.let(f32x4.add(f32x4.mul(tail, f32x4.mul(r, r)), r)) };
}

/** 2^k for whole numbers k from −126 to 127. */
const powerOfTwo = (k: V128) => i32x4.shl(i32x4.add(k, i32x4.const(127)), 23);

/** e^x = 2^n · e^r; 2^n in two factors, so that it reaches from the smallest to the largest float; 0 and ∞ beyond. */
export function exp(f: Builder, x: Local<"v128">): V128 {
  const { n, grown } = reduced(f, x, -104, 89);
  const whole = f.let(i32x4.truncate(n));
  const half = f.let(i32x4.shrS(whole, 1));
  const power = f.let(f32x4.add(grown, c(1)));
  const result = f.let(f32x4.mul(f32x4.mul(power, powerOfTwo(half)), powerOfTwo(i32x4.sub(whole, half))));
  return v128.bitselect(result, x, f32x4.eq(x, x));
}

/** e^x − 1 = 2 · (2^(n−1) · (e^r − 1) + 2^(n−1) − ½): near 0, where n is 0, it is e^r − 1 with all its digits. */
export function expm1(f: Builder, x: Local<"v128">): V128 {
  const { n, grown } = reduced(f, x, -20, 89); // −1 from −17.4 on
  const half = f.let(powerOfTwo(i32x4.sub(i32x4.truncate(n), i32x4.const(1))));
  const sum = f.let(f32x4.add(f32x4.mul(grown, half), f32x4.sub(half, c(0.5))));
  const far = f.let(f32x4.add(sum, sum));
  const result = f.let(v128.bitselect(grown, far, f32x4.eq(n, c(0))));
  return v128.bitselect(result, x, f32x4.eq(x, x));
}

/** ln(1 + m) + e · ln 2 for m from √½ − 1 to √2 − 1, by the polynomial of Cephes' logf. */
function logarithm(f: Builder, m: Local<"v128">, e: Local<"v128">): Local<"v128"> {
  const square = f.let(f32x4.mul(m, m));
  const series = polynomial(
    m,
    [
      7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
      2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
    ],
  );
  const y = f.let(
    f32x4.sub(
      f32x4.sub(f32x4.mul(f32x4.mul(m, square), series), f32x4.mul(e, c(2.1219444e-4))),
      f32x4.mul(c(0.5), square),
    ),
  );
  return f.let(f32x4.add(f32x4.add(m, y), f32x4.mul(e, c(0.693359375))));
}

/** ln x = e · ln 2 + ln m with m in [√½, √2). −∞ at 0, NaN below, ∞ at ∞. */
export function log(f: Builder, x: Local<"v128">): V128 {
  const tiny = f.let(f32x4.lt(x, c(1.17549435e-38)));
  const normal = f.let(v128.bitselect(f32x4.mul(x, c(8388608)), x, tiny)); // denormals times 2^23
  const shift = f.let(v128.and(tiny, c(23)));
  const exponent = f.let(i32x4.sub(i32x4.shrU(normal, 23), i32x4.const(126)));
  const fraction = f.let(v128.or(v128.and(normal, i32x4.const(0x007fffff)), c(0.5))); // in [½, 1)
  const small = f.let(f32x4.lt(fraction, c(Math.SQRT1_2)));
  const e = f.let(f32x4.sub(f32x4.sub(f32x4.fromI32(exponent), v128.and(small, c(1))), shift));
  const m = f.let(f32x4.sub(f32x4.add(fraction, v128.and(small, fraction)), c(1)));
  const result = logarithm(f, m, e);
  const negative = f.let(v128.bitselect(c(Number.NaN), result, f32x4.lt(x, c(0))));
  const zero = f.let(v128.bitselect(c(-Infinity), negative, f32x4.eq(x, c(0))));
  const endless = v128.or(f32x4.eq(x, c(Infinity)), f32x4.ne(x, x));
  return v128.bitselect(x, zero, endless);
}

/** ln(1 + e^x) = max(x, 0) + ln(1 + z) with z = e^−|x|; ln(1 + z) = ln 2 + ln(1 + (z − 1) / 2) where z is large. */
export function softplus(f: Builder, x: Local<"v128">): V128 {
  const z = f.let(exp(f, f.let(f32x4.neg(f32x4.abs(x)))));
  const large = f.let(f32x4.gt(z, c(Math.SQRT2 - 1)));
  const halved = f.let(f32x4.mul(f32x4.sub(z, c(1)), c(0.5)));
  const m = f.let(v128.bitselect(halved, z, large));
  return f32x4.add(f32x4.pmax(c(0), x), logarithm(f, m, f.let(v128.and(large, c(1)))));
}

/** tanh x: an odd polynomial (Cephes' tanhf) for |x| < 0.625, else 1 − 2 / (e^2|x| + 1) with the sign of x. */
export function tanh(f: Builder, x: Local<"v128">): V128 {
  const size = f.let(f32x4.abs(x));
  const square = f.let(f32x4.mul(x, x));
  const series = polynomial(
    square,
    [-5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1],
  );
  const near = f.let(f32x4.add(f32x4.mul(f32x4.mul(series, square), x), x));
  const grown = f.let(exp(f, f.let(f32x4.add(size, size))));
  const far = f.let(f32x4.sub(c(1), f32x4.div(c(2), f32x4.add(grown, c(1)))));
  const signed = f.let(v128.or(far, v128.and(x, i32x4.const(0x80000000 | 0))));
  return v128.bitselect(near, signed, f32x4.lt(size, c(0.625)));
}

/** 1 / (1 + e^−x), or e^x / (1 + e^x) where x is negative: e^−|x| does not overflow. */
export function sigmoid(f: Builder, x: Local<"v128">): V128 {
  const z = f.let(exp(f, f.let(f32x4.neg(f32x4.abs(x)))));
  const numerator = f.let(v128.bitselect(z, c(1), f32x4.lt(x, c(0))));
  return f32x4.div(numerator, f32x4.add(c(1), z));
}

/** erf x by two polynomials: in x² for |x| ≤ 0.9277, else 1 − e^p(|x|) (after N. Juffa's erff). */
export function erf(f: Builder, x: Local<"v128">): V128 {
  const t = f.let(f32x4.pmin(c(4), f32x4.abs(x))); // erf is 1 from 3.92 on
  const s = f.let(f32x4.mul(x, x));
  const inner = polynomial(
    s,
    [-5.96761703e-4, 4.99119423e-3, -2.67681349e-2, 1.12819925e-1, -3.76125336e-1, 1.28379166e-1],
  );
  const near = f.let(f32x4.add(f32x4.mul(inner, x), x));
  const outer = polynomial(
    t,
    [-1.7285347e-5, 3.83197126e-4, -3.88396438e-3, 2.42546219e-2, -1.06777877e-1, -6.34846687e-1, -1.28717512e-1],
  );
  const exponent = f.let(f32x4.sub(f32x4.mul(outer, t), t));
  const far = f.let(f32x4.sub(c(1), exp(f, exponent)));
  const signed = f.let(v128.or(far, v128.and(x, i32x4.const(0x80000000 | 0))));
  return v128.bitselect(near, v128.bitselect(signed, x, f32x4.eq(x, x)), f32x4.lt(t, c(0.927734375)));
}

/** −1, 0 or 1, NaN for NaN. */
export function sign(f: Builder, x: Local<"v128">): V128 {
  const one = f.let(v128.or(v128.and(x, i32x4.const(0x80000000 | 0)), c(1)));
  const zeroed = f.let(v128.andnot(one, f32x4.eq(x, c(0))));
  return v128.bitselect(zeroed, x, f32x4.eq(x, x));
}
