import type { TargetRule } from "../data/checks/check-targets.ts";
import type { Tensor } from "../graph/tensor.ts";
import { type Options, refused, type ValuesOf } from "../options.ts";
import { checkDefinition } from "../trick/check-definition.ts";
import { type Instance, type NamedArguments, type TrickDefinition, trickMaker } from "../trick.ts";
import type { OutputMeaning } from "./output-meaning.ts";

/** What targets are: class numbers [batch], or real numbers of the output's shape. */
export type TargetKind = "classes" | "values";

/** How wrong outputs are: the mean over the batch, one number to minimize. It can serve as a metric too. */
export interface Loss extends Instance {
  targetKind: TargetKind;
  /** What targets must be, where not all numbers are allowed. */
  targets?: TargetRule | undefined;
  /** What turns the outputs, which are logits, into probabilities; undefined: predictions are the outputs themselves. */
  predictions: OutputMeaning | undefined;
  higherIsBetter: false;
  unit: "number";
  compute(output: Tensor, target: Tensor): Tensor;
  /** The weight of a batch where losses of batches are averaged; undefined: its size. */
  weight(output: Tensor, target: Tensor): Tensor | undefined;
}

export interface LossDefinition<O extends Options = Options> extends TrickDefinition<O> {
  targetKind: TargetKind;
  /** What targets must be, where not all numbers are allowed: `{ least: 0, most: 1 }`. Checked before training. */
  targets?: TargetRule;
  /** What turns the outputs into probabilities, for predictions; nothing by default. */
  predictions?: OutputMeaning;
  compute(at: { output: Tensor; target: Tensor }, values: ValuesOf<O>): Tensor;
  /** The sum of the samples' weights, for a loss that is a weighted mean. */
  weight?(at: { output: Tensor; target: Tensor }, values: ValuesOf<O>): Tensor | undefined;
}

/** Defines a loss: `export const crossEntropy = defineLoss({ … })`, then `crossEntropy({ labelSmoothing: 0.1 })`. */
export function defineLoss<O extends Options>(
  definition: LossDefinition<O>,
): ((...args: NamedArguments<O>) => Loss) & { definition: LossDefinition<O> } {
  checkDefinition("defineLoss", definition, ["compute"]);
  if (definition.targetKind !== "classes" && definition.targetKind !== "values")
    throw refused("defineLoss: targetKind", 'either "classes" or "values"', definition.targetKind);
  return trickMaker(definition, (values: ValuesOf<O>) => ({
    targetKind: definition.targetKind,
    targets: definition.targets,
    predictions: definition.predictions,
    higherIsBetter: false,
    unit: "number",
    compute: (output: Tensor, target: Tensor) => definition.compute({ output, target }, values),
    weight: (output: Tensor, target: Tensor) => definition.weight?.({ output, target }, values),
  }));
}
