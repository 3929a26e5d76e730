import type { Shape } from "../../graph/shape.ts";

/** A computed tensor. */
export interface Computed {
  shape: Shape;
  data: Float64Array;
}
