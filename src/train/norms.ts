import { sumOf, type Tensor } from "../graph/tensor.ts";
import type { Tensors } from "./optimizer.ts";

/** The Euclidean norm of all tensors together. */
export function globalNorm(tensors: Tensors): Tensor {
  return sumOf(Object.values(tensors).map((tensor) => tensor.square().sum())).sqrt();
}

/** The norm of the weights of each output: over all axes but the last, [1, …, outputs]. */
export function unitNorms(kernel: Tensor): Tensor {
  return kernel.square().sum(inputAxes(kernel), true).sqrt();
}

/** All axes of a kernel but that of its outputs. */
export function inputAxes(kernel: Tensor): number[] {
  return kernel.shape.slice(0, -1).map((_, axis) => axis);
}
