import { type Option, oneOf } from "../../options.ts";
import type { Layer } from "../layer.ts";
import { elu } from "../layers/elu.ts";
import { gelu } from "../layers/gelu.ts";
import { hardSwish } from "../layers/hard-swish.ts";
import { leakyRelu } from "../layers/leaky-relu.ts";
import { relu } from "../layers/relu.ts";
import { selu } from "../layers/selu.ts";
import { sigmoid } from "../layers/sigmoid.ts";
import { silu } from "../layers/silu.ts";
import { softplus } from "../layers/softplus.ts";
import { tanh } from "../layers/tanh.ts";

/** Every activation, by its name. */
export const ACTIVATIONS = { elu, gelu, hardSwish, leakyRelu, relu, selu, sigmoid, silu, softplus, tanh };
export type ActivationName = keyof typeof ACTIVATIONS;
export const ACTIVATION_NAMES = Object.keys(ACTIVATIONS) as ActivationName[];

/** An option of an architecture that chooses its activation. */
export function activationOption(fallback: ActivationName): Option<ActivationName> {
  return oneOf(ACTIVATION_NAMES, fallback, "the activation between the layers");
}

/** The activation of a name. */
export function activation(name: ActivationName): Layer {
  return ACTIVATIONS[name]();
}
