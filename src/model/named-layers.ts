import { type Option, oneOf } from "../options.ts";
import type { Layer } from "./layer.ts";
import { batchNorm } from "./layers/batch-norm.ts";
import { elu } from "./layers/elu.ts";
import { gelu } from "./layers/gelu.ts";
import { hardSwish } from "./layers/hard-swish.ts";
import { layerNorm } from "./layers/layer-norm.ts";
import { leakyRelu } from "./layers/leaky-relu.ts";
import { relu } from "./layers/relu.ts";
import { selu } from "./layers/selu.ts";
import { sigmoid } from "./layers/sigmoid.ts";
import { silu } from "./layers/silu.ts";
import { softplus } from "./layers/softplus.ts";
import { tanh } from "./layers/tanh.ts";

const ACTIVATIONS = { elu, gelu, hardSwish, leakyRelu, relu, selu, sigmoid, silu, softplus, tanh };
export type ActivationName = keyof typeof ACTIVATIONS;

/** An option of an architecture that chooses its activation. */
export function activationOption(fallback: ActivationName): Option<ActivationName> {
  return oneOf(Object.keys(ACTIVATIONS) as ActivationName[], fallback, "the activation between the layers");
}

export function activation(name: ActivationName): Layer {
  return ACTIVATIONS[name]();
}

const NORMS = { none: () => [], batch: () => [batchNorm()], layer: () => [layerNorm()] };
export type NormName = keyof typeof NORMS;

/** An option of an architecture that chooses its normalization. */
export function normOption(): Option<NormName> {
  const names = Object.keys(NORMS) as NormName[];
  return oneOf(names, "none", "normalization between the weights and the activation, in place of a bias");
}

/** The normalization layer of this name, or none. */
export function norm(name: NormName): Layer[] {
  return NORMS[name]();
}
