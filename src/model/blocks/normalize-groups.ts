import { sizeOf } from "../../graph/shape.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { inverseStd, moments } from "./moments.ts";

/** (x − μ) / √(σ² + ε), with a mean and a variance for each sample and group of neighboring channels. */
export function normalizeGroups(x: Tensor, groups: number, eps: number): Tensor {
  const channels = x.shape[x.rank - 1];
  const places = sizeOf(x.shape.slice(1, -1));
  const grouped = x.reshape([x.shape[0], places, groups, channels / groups]);
  const { centered, variance } = moments(grouped, [1, 3]); // variance [batch, 1, groups, 1]
  return centered.mul(inverseStd(variance, eps)).reshape(x.shape);
}
