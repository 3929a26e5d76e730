import { type Option, oneOf } from "../../options.ts";
import type { Layer } from "../layer.ts";
import { batchNorm } from "../layers/batch-norm.ts";
import { elu } from "../layers/elu.ts";
import { gelu } from "../layers/gelu.ts";
import { groupNorm } from "../layers/group-norm.ts";
import { hardSwish } from "../layers/hard-swish.ts";
import { layerNorm } from "../layers/layer-norm.ts";
import { leakyRelu } from "../layers/leaky-relu.ts";
import { relu } from "../layers/relu.ts";
import { selu } from "../layers/selu.ts";
import { sigmoid } from "../layers/sigmoid.ts";
import { silu } from "../layers/silu.ts";
import { softplus } from "../layers/softplus.ts";
import { tanh } from "../layers/tanh.ts";
import { weightNorm } from "../layers/weight-norm.ts";

/** Every activation, by its name. */
export const ACTIVATIONS = { elu, gelu, hardSwish, leakyRelu, relu, selu, sigmoid, silu, softplus, tanh };
export type ActivationName = keyof typeof ACTIVATIONS;
export const ACTIVATION_NAMES = Object.keys(ACTIVATIONS) as ActivationName[];

/** An option of an architecture that chooses its activation. */
export function activationOption(fallback: ActivationName): Option<ActivationName> {
  return oneOf(ACTIVATION_NAMES, fallback, "the activation between the layers");
}

export function activation(name: ActivationName): Layer {
  return ACTIVATIONS[name]();
}

const NORMS = {
  batch: () => batchNorm(),
  layer: () => layerNorm(),
  group: () => groupNorm(8),
};
export const NORM_NAMES = ["none", "batch", "layer", "group", "weight"] as const;
export type NormName = (typeof NORM_NAMES)[number];

/** An option of an architecture that chooses its normalization. */
export function normOption(fallback: NormName = "none"): Option<NormName> {
  const doc =
    "normalization between the weights and the activation, in place of a bias; group: of 8 groups; weight: of the weights";
  return oneOf(NORM_NAMES, fallback, doc);
}

/** A layer with weights, made with a bias or without, and the normalization that belongs to it. */
export function weighted(norm: NormName, make: (bias: boolean) => Layer): Layer[] {
  if (norm === "none") return [make(true)];
  return norm === "weight" ? [weightNorm(make(true))] : [make(false), NORMS[norm]()];
}
