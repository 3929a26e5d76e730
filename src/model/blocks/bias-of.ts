import { zeros } from "../initializers/zeros.ts";
import type { TensorSpecs } from "../layer.ts";

/** A bias for each output, 0 at first; none where a layer goes without. */
export function biasOf(outputs: number, present: boolean): TensorSpecs {
  return present ? { bias: { shape: [outputs], init: zeros() } } : {};
}
