import type { TargetRule } from "../data/checks/check-targets.ts";
import type { Tensor } from "../graph/tensor.ts";
import { type Options, refused, resolveOptions, type ValuesOf } from "../options.ts";
import { checkDefinition } from "../trick/check-definition.ts";
import { type Instance, instantiate, type NamedArguments, type TrickDefinition } from "../trick.ts";
import type { Predictions } from "./output-meaning.ts";

/** What targets are: class numbers [batch], or real numbers of the output's shape. */
export type TargetKind = "classes" | "values";

/** How wrong an output is: the mean over the batch, as one number to make small. It can serve as a metric too. */
export interface Loss extends Instance {
  targetKind: TargetKind;
  /** What targets have to be, where not all numbers will do. */
  targets?: TargetRule | undefined;
  /** What makes probabilities of the outputs, which are logits; undefined: predictions are the outputs themselves. */
  predictions: Predictions | undefined;
  higherIsBetter: false;
  compute(output: Tensor, target: Tensor): Tensor;
  /** How much a batch counts where its loss is averaged with those of others; undefined: by its size. */
  weight(output: Tensor, target: Tensor): Tensor | undefined;
}

export interface LossDefinition<O extends Options = Options> extends TrickDefinition<O> {
  targetKind: TargetKind;
  /** What targets have to be, where not all numbers will do: `{ least: 0, most: 1 }`. Looked at before any training. */
  targets?: TargetRule;
  /** What makes probabilities of the outputs that the loss takes, for predictions; none by default. */
  predictions?: Predictions;
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
  const make = (...[options]: NamedArguments<O>): Loss => {
    const values = resolveOptions(definition.name, definition.options, options);
    return instantiate(definition as unknown as TrickDefinition, values, {
      targetKind: definition.targetKind,
      targets: definition.targets,
      predictions: definition.predictions,
      higherIsBetter: false,
      compute: (output: Tensor, target: Tensor) => definition.compute({ output, target }, values),
      weight: (output: Tensor, target: Tensor) => definition.weight?.({ output, target }, values),
    });
  };
  return Object.assign(make, { definition });
}
