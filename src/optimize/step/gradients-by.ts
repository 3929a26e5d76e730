import { gradients } from "../../autodiff/backward.ts";
import type { Tensor } from "../../graph/tensor.ts";
import type { Tensors } from "../rule.ts";

/** The gradients of a number with respect to tensors, by their names. */
export function gradientsBy(value: Tensor, tensors: Tensors): Record<string, Tensor> {
  const found = gradients(value, Object.values(tensors));
  return Object.fromEntries(Object.keys(tensors).map((name, i) => [name, found[i]]));
}
