import type { Tensor } from "./tensor.ts";

/** Standard normal numbers from uniform ones in [0, 1), multiples of 2⁻²⁴: √2 · erf⁻¹(2u − 1), to about 1e-6. */
export function standardNormal(uniform: Tensor): Tensor {
  const x = uniform.mul(2).sub(1 - 2 ** -24); // within (−1, 1), symmetric, exact in float32
  return inverseErf(x).mul(Math.SQRT2);
}

/** Giles 2010, "Approximating the erfinv function", single precision. */
function inverseErf(x: Tensor): Tensor {
  const w = x.mul(-1).add(1).mul(x.add(1)).log().neg(); // −log((1 − x)(1 + x))
  const near = polynomial(CENTER, w.sub(2.5));
  const far = polynomial(TAIL, w.sqrt().sub(3));
  return w.less(5).where(near, far).mul(x);
}

const CENTER = [
  2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 0.00021858087, -0.00125372503, -0.00417768164,
  0.246640727, 1.50140941,
];
const TAIL = [
  -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047,
  1.00167406, 2.83297682,
];

/** Horner's rule; coefficients from the highest power down. */
function polynomial([first, second, ...others]: readonly number[], x: Tensor): Tensor {
  return others.reduce<Tensor>((sum, coefficient) => sum.mul(x).add(coefficient), x.mul(first).add(second));
}
