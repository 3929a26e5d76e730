import type { Tensor } from "../../graph/tensor.ts";
import { normOf } from "./norms.ts";

/** a, b and c of Jordan et al. 2024: the steepest slope at 0 that keeps all other singular values near 1. */
const [A, B, C] = [3.4445, -4.775, 2.0315];

/**
 * A matrix with the singular vectors of `matrix` and singular values near 1 (0.68 to 1.13 after five steps, except those
 * that were below 1/500 of its norm): σ ← aσ + bσ³ + cσ⁵ at each step, without a decomposition.
 */
export function newtonSchulz(matrix: Tensor, steps: number): Tensor {
  const [rows, columns] = matrix.shape;
  const wide = rows > columns ? matrix.transpose() : matrix;
  let x = wide.div(normOf(wide).add(1e-7)); // X / ‖X‖: no singular value above 1
  for (let step = 0; step < steps; step++) {
    const gram = x.matmul(x.transpose()); // XXᵀ, the smaller of both
    const factor = gram.mul(B).add(gram.matmul(gram).mul(C));
    x = x.mul(A).add(factor.matmul(x)); // aX + (bXXᵀ + c(XXᵀ)²)X
  }
  return rows > columns ? x.transpose() : x;
}
