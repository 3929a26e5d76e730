import { constant, sumOf, type Tensor } from "../../graph/tensor.ts";
import type { Tensors } from "../rule.ts";

/** A float32 divided by this has a finite square, and so have sums of 10^9 such squares. */
export const LARGE = 2 ** 80;

/** Σ (scale · x)² over all tensors. */
export function sumOfSquares(tensors: Tensors, scale = 1): Tensor {
  return sumOf([constant(0), ...Object.values(tensors).map((tensor) => squared(tensor, scale).sum())]);
}

/**
 * The Euclidean norm of all tensors together. It is right even where its square overflows float32, which takes a second
 * pass, unless `plain`.
 */
export function globalNorm(tensors: Tensors, plain = false): Tensor {
  return root((scale) => sumOfSquares(tensors, scale), plain);
}

/** The Euclidean norm of one tensor, in the same way; or over some axes, which are kept. */
export function normOf(tensor: Tensor, plain = false, axes?: readonly number[]): Tensor {
  return root((scale) => squared(tensor, scale).sum(axes, axes !== undefined), plain);
}

/** The norm of the weights of each output: over all axes but the last, [1, …, outputs]. */
export function unitNorms(kernel: Tensor, plain = false): Tensor {
  return normOf(kernel, plain, inputAxes(kernel));
}

/** All axes of a kernel but that of its outputs. */
export function inputAxes(kernel: Tensor): number[] {
  return kernel.shape.slice(0, -1).map((_, axis) => axis);
}

/**
 * √Σx², from sums of scaled values where squares overflow or vanish. Source: Blue 1978, A portable Fortran program to find
 * the Euclidean norm of a vector.
 */
function root(sumAt: (scale: number) => Tensor, plain: boolean): Tensor {
  const sum = sumAt(1);
  if (plain) return sum.sqrt();
  const scaledBy = (scale: number) =>
    sumAt(scale)
      .sqrt()
      .mul(1 / scale);
  const ofLarge = sum.less(Infinity).where(sum.sqrt(), scaledBy(1 / LARGE));
  return sum.less(1 / LARGE).where(scaledBy(LARGE), ofLarge);
}

function squared(tensor: Tensor, scale: number): Tensor {
  return (scale === 1 ? tensor : tensor.mul(scale)).square();
}
