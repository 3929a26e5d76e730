import { type ActivationName, activation } from "../../model/blocks/activation-option.ts";
import type { Layer } from "../../model/layer.ts";
import { batchNorm } from "../../model/layers/batch-norm.ts";
import { dense } from "../../model/layers/dense.ts";
import { flatten } from "../../model/layers/flatten.ts";
import { residual } from "../../model/layers/residual.ts";
import { sequential } from "../../model/layers/sequential.ts";
import type { Signal } from "../../signals/signal.ts";
import { SCHEMES } from "./schemes.ts";

/** What surrounds the weights of each hidden layer. */
export const VARIANTS = ["plain", "batch norm", "residual", "residual + batch norm"] as const;
export type NetworkVariant = (typeof VARIANTS)[number];

export interface DeepNetwork {
  scheme: string;
  variant: NetworkVariant;
  /** Hidden layers, each `width` units wide. */
  depth: number;
  width: number;
  activation: ActivationName;
  /** Numbers of one sample. */
  inputs: number;
  classes: number;
}

/** Dense layers of one width. In the residual variants each but the first adds to its input. */
export function deepNetwork(network: DeepNetwork): Layer {
  const { scheme, variant, depth, width, inputs, classes } = network;
  const normed = variant.endsWith("batch norm");
  const hidden = (features: number): Layer =>
    sequential([
      dense(width, { init: SCHEMES[scheme](features), bias: !normed }),
      ...(normed ? [batchNorm()] : []),
      activation(network.activation),
    ]);
  const others = Array.from({ length: depth - 1 }, () => hidden(width));
  return sequential([
    flatten(),
    hidden(inputs),
    ...others.map((layer) => (variant.startsWith("residual") ? residual(layer) : layer)),
    dense(classes, { init: SCHEMES[scheme](width) }),
  ]);
}

/** What the hidden layers gave in one step, from the first to the last. */
export function hiddenSignals(rows: readonly Signal[], depth: number): Signal[] {
  return Array.from({ length: depth }, (_, i) => rows.findLast(({ layer }) => layer.startsWith(`${i + 1}.`)) as Signal);
}
