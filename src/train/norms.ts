import { constant, sumOf, type Tensor } from "../graph/tensor.ts";
import type { Tensors } from "./optimizer.ts";

/** Values of float32 divided by it have squares that are finite, and sums of 10^9 of these. */
export const LARGE = 2 ** 80;

/** Below it a sum of squares has lost digits to squares that are no longer normal numbers of float32. */
const LEAST = 1e-24;

/** Σ (scale · x)² over all tensors. */
export function sumOfSquares(tensors: Tensors, scale = 1): Tensor {
  return sumOf([constant(0), ...Object.values(tensors).map((tensor) => squared(tensor, scale).sum())]);
}

/** The Euclidean norm of all tensors together. It is right wherever it is a number of float32, however large or small. */
export function globalNorm(tensors: Tensors): Tensor {
  return scaledRoot((scale) => sumOfSquares(tensors, scale));
}

/** The Euclidean norm of one tensor, right wherever it is a number of float32; over some axes, which are kept. */
export function normOf(tensor: Tensor, axes?: readonly number[]): Tensor {
  return scaledRoot((scale) => squared(tensor, scale).sum(axes, axes !== undefined));
}

/** The norm of the weights of each output: over all axes but the last, [1, …, outputs]. */
export function unitNorms(kernel: Tensor): Tensor {
  return normOf(kernel, inputAxes(kernel));
}

/** All axes of a kernel but that of its outputs. */
export function inputAxes(kernel: Tensor): number[] {
  return kernel.shape.slice(0, -1).map((_, axis) => axis);
}

/** √Σx², from the sum of the scale that neither overflows nor vanishes: the idea of Blue 1978, A portable Fortran program to find the Euclidean norm of a vector. */
function scaledRoot(sumAt: (scale: number) => Tensor): Tensor {
  const sum = sumAt(1);
  const [large, small] = [
    sumAt(1 / LARGE)
      .sqrt()
      .mul(LARGE),
    sumAt(LARGE)
      .sqrt()
      .mul(1 / LARGE),
  ];
  const fits = sum.less(Infinity);
  return fits.where(sum.less(LEAST).where(small, sum.sqrt()), large);
}

function squared(tensor: Tensor, scale: number): Tensor {
  return (scale === 1 ? tensor : tensor.mul(scale)).square();
}
