import type { Shape } from "../../graph/shape.ts";
import { ones } from "../initializers/ones.ts";
import { zeros } from "../initializers/zeros.ts";
import type { TensorSpecs } from "../layer.ts";

/** A learned factor and summand for each channel, which change nothing at first. */
export function scaleAndShift(input: Shape): TensorSpecs {
  return {
    scale: { shape: input.slice(-1), init: ones() },
    shift: { shape: input.slice(-1), init: zeros() },
  };
}
