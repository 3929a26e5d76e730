import type { Layer } from "../layer.ts";
import { batchNorm } from "../layers/batch-norm.ts";
import { groupNorm } from "../layers/group-norm.ts";
import { layerNorm } from "../layers/layer-norm.ts";
import { weightNorm } from "../layers/weight-norm.ts";
import type { NormName } from "./norm-option.ts";

/** A layer with weights, and the normalization of a name, which takes the place of its bias. */
export function withNorm(norm: NormName, make: (bias: boolean) => Layer): Layer[] {
  if (norm === "none") return [make(true)];
  return norm === "weight" ? [weightNorm(make(true))] : [make(false), NORMS[norm]()];
}

const NORMS = {
  batch: () => batchNorm(),
  layer: () => layerNorm(),
  group: () => groupNorm(8),
};
