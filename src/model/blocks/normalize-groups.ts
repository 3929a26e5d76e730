import { type Shape, sizeOf } from "../../graph/shape.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { ones } from "../initializers/ones.ts";
import { zeros } from "../initializers/zeros.ts";
import type { TensorSpecs } from "../layer.ts";
import { inverseDeviation, moments } from "./moments.ts";

/** (x − μ) / √(σ² + ε), of which every sample and group of neighboring channels has its own mean and variance. */
export function normalizeGroups(x: Tensor, groups: number, eps: number): Tensor {
  const channels = x.shape[x.rank - 1];
  const places = sizeOf(x.shape.slice(1, -1));
  const grouped = x.reshape([x.shape[0], places, groups, channels / groups]);
  const { centered, variance } = moments(grouped, [1, 3]); // variance [batch, 1, groups, 1]
  return centered.mul(inverseDeviation(variance, eps)).reshape(x.shape);
}

/** A learned factor and summand for each channel, which do nothing at first. */
export function scaleAndShift(input: Shape): TensorSpecs {
  return {
    scale: { shape: input.slice(-1), init: ones() },
    shift: { shape: input.slice(-1), init: zeros() },
  };
}
