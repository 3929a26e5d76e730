import { type ActivationName, activation } from "../../model/blocks/activation-option.ts";
import type { Layer } from "../../model/layer.ts";
import { batchNorm } from "../../model/layers/batch-norm.ts";
import { dense } from "../../model/layers/dense.ts";
import { flatten } from "../../model/layers/flatten.ts";
import { residual } from "../../model/layers/residual.ts";
import { sequential } from "../../model/layers/sequential.ts";
import type { Signal } from "../../signals/signal.ts";
import { LAWS } from "./laws.ts";

/** What is put around the weights of each hidden layer. */
export const FORMS = ["plain", "batch norm", "residual", "residual + batch norm"] as const;
export type Form = (typeof FORMS)[number];

export interface DeepNetwork {
  law: string;
  form: Form;
  /** Hidden layers, each `width` units wide. */
  depth: number;
  width: number;
  activation: ActivationName;
  /** Numbers of one sample, and classes. */
  inputs: number;
  classes: number;
}

/** Dense layers of one width. In the residual forms every one but the first adds to its input. */
export function deepNetwork({ law, form, depth, width, activation: active, inputs, classes }: DeepNetwork): Layer {
  const normed = form.endsWith("batch norm");
  const hidden = (features: number): Layer =>
    sequential([
      dense(width, { init: LAWS[law](features), bias: !normed }),
      ...(normed ? [batchNorm()] : []),
      activation(active),
    ]);
  const others = Array.from({ length: depth - 1 }, () => hidden(width));
  return sequential([
    flatten(),
    hidden(inputs),
    ...others.map((layer) => (form.startsWith("residual") ? residual(layer) : layer)),
    dense(classes, { init: LAWS[law](width) }),
  ]);
}

/** What the hidden layers gave, from the rows of one step: the first to the last of them. */
export function hiddenSignals(rows: readonly Signal[], depth: number): Signal[] {
  return Array.from({ length: depth }, (_, i) => rows.findLast(({ layer }) => layer.startsWith(`${i + 1}.`)) as Signal);
}
