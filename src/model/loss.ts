import type { TargetRule } from "../data/checks/check-targets.ts";
import type { TargetPart } from "../data/layout.ts";
import type { LinearScale } from "../data/scaling.ts";
import { sizeOf } from "../graph/shape.ts";
import type { Tensor } from "../graph/tensor.ts";
import { type Options, refused, type ValuesOf } from "../options.ts";
import { checkDefinition } from "../trick/check-definition.ts";
import { type Arguments, type Instance, type TrickDefinition, trickMaker } from "../trick.ts";
import { weighted } from "./blocks/weighted.ts";
import type { HeadTask } from "./heads/head-place.ts";
import type { Packed } from "./layer.ts";
import type { Metric } from "./metric.ts";
import type { OutputMeaning } from "./output-meaning.ts";
import type { Predicted } from "./predicted.ts";

/** What targets are: class numbers [batch], or real numbers of the output's shape. */
export type TargetKind = "classes" | "values";

/** The loss of one of several outputs. */
export interface HeadLoss {
  /** The name of the output, and of its targets. */
  readonly name: string;
  /** What is made small for this output. */
  readonly loss: Loss;
  /** How much it counts in the sum. */
  readonly weight: number;
}

/** A loss, how many outputs it has for each sample, and the classes that it learns. */
interface LearnedHead {
  loss: Loss;
  outputs: number;
  classes?: readonly string[] | undefined;
}

/** What a loss of several outputs adds to others. */
export interface ManyLosses {
  /** The losses that are added up. */
  readonly of: readonly HeadLoss[];
  /** The same loss for a model of these outputs and data of these targets: only then it can be computed. */
  bound(outputs: readonly Packed[] | undefined, targets: readonly TargetPart[] | undefined): Loss;
  /** Where each output and its targets lie, and what is learned there; none before it is bound. */
  readonly tasks: readonly HeadTask[];
  /** A scale of the outputs as one of the targets, which lie at places of their own. */
  scaleOfTargets(scale: LinearScale): LinearScale;
  /** Outputs as predictions: probabilities where a loss makes some. */
  predicted(output: Tensor): Tensor;
  /** Each loss of a batch by itself, by the name that is reported: "species.loss". */
  each(output: Tensor, target: Tensor, weights?: Tensor): Readonly<Record<string, Tensor>>;
  /** What is measured by default, if `of` gives what is measured of one output. */
  metrics(of: (learned: LearnedHead) => readonly Metric[]): Metric[];
}

/** How wrong outputs are: the mean over the batch, one number to minimize. It can serve as a metric too. */
export interface Loss extends Instance {
  /** What targets are: class numbers [batch] ("classes"), or numbers of the output's shape ("values"). */
  targetKind: TargetKind;
  /** What targets must be, where not all numbers are allowed. */
  targets?: TargetRule | undefined;
  /** What turns the outputs, which are logits, into probabilities; undefined: predictions are the outputs themselves. */
  predictions: OutputMeaning | undefined;
  /** A loss is made small. */
  higherIsBetter: false;
  /** It is a number, not a share; as a metric it may be in the units of the targets. */
  unit: "number" | "target";
  /** Whether it compares real numbers of any size, so that targets are standardized for training by default. */
  comparesNumbers?: boolean | undefined;
  /** Whether its samples can have weights. */
  takesWeights?: boolean | undefined;
  /**
   * The loss of a batch, one number: a graph of output [batch, …] and target. With weights [batch] the weighted mean over the
   * samples, Σ w·loss / Σ w.
   */
  compute(output: Tensor, target: Tensor, weights?: Tensor): Tensor;
  /** As a metric: the number for a whole set of samples, in float64, with targets and outputs in their own units. */
  measure?(predicted: Predicted): number;
  /** The weight of a batch where losses of batches are averaged, Σ w; undefined: its size. */
  weight(output: Tensor, target: Tensor, weights?: Tensor): Tensor | undefined;
  /** For a loss of several outputs, heads(): the losses that it adds up. */
  readonly heads?: ManyLosses;
}

/** What a loss says of itself, and how it is computed. */
export interface LossDefinition<O extends Options = Options> extends TrickDefinition<O> {
  /** What targets are: class numbers [batch] ("classes"), or numbers of the output's shape ("values"). */
  targetKind: TargetKind;
  /** What targets must be, where not all numbers are allowed: `{ least: 0, most: 1 }`. Checked before training. */
  targets?: TargetRule;
  /** What turns the outputs into probabilities, for predictions; nothing by default. */
  predictions?: OutputMeaning;
  /** Whether it compares real numbers of any size, so that targets are standardized for training by default; false by default. */
  comparesNumbers?: boolean;
  /** "target" for a loss that is in the units of the targets where it serves as a metric; "number" by default. */
  unit?: "number" | "target";
  /** The mean over the batch, one number: a graph of output [batch, …] and target. */
  compute(at: { output: Tensor; target: Tensor }, values: ValuesOf<O>): Tensor;
  /** For a loss that serves as a metric: the number for a whole set, exactly, in float64 and the units of the targets. */
  measure?(predicted: Predicted, values: ValuesOf<O>): number;
  /** The sum of the samples' weights, for a loss that is a weighted mean; what `counts` adds up to by default. */
  weight?(at: { output: Tensor; target: Tensor }, values: ValuesOf<O>): Tensor | undefined;
  /** The loss of each sample [batch], of which `compute` is the mean: with it samples can have weights. */
  each?(at: { output: Tensor; target: Tensor }, values: ValuesOf<O>): Tensor;
  /**
   * For a loss that is a weighted mean by itself, as with weights of classes: what each sample counts [batch]. Then `compute`
   * is the sum of `each` divided by the sum of these.
   */
  counts?(at: { output: Tensor; target: Tensor }, values: ValuesOf<O>): Tensor | undefined;
}

/**
 * Defines a loss: `export const crossEntropy = defineLoss({ … })`, then `crossEntropy({ labelSmoothing: 0.1 })`.
 * @param definition its name, summary, source and options, what its targets are, and `compute`. Options named in
 * `positional` may be given without their names.
 * @throws a usage error for what is missing in the definition.
 * @example
 * const quartic = defineLoss({
 *   name: "quartic",
 *   summary: "The mean fourth power of the error.",
 *   source: "by definition",
 *   targetKind: "values",
 *   options: {},
 *   compute: ({ output, target }) => output.sub(target).square().square().mean(),
 * });
 * await train(model, data, { loss: quartic() });
 */
export function defineLoss<O extends Options, const P extends readonly (keyof O)[] = []>(
  definition: LossDefinition<O> & { positional?: P },
): ((...args: Arguments<O, P>) => Loss) & { definition: LossDefinition<O> } {
  checkDefinition("defineLoss", definition, ["compute"]);
  if (definition.targetKind !== "classes" && definition.targetKind !== "values")
    throw refused("defineLoss: targetKind", 'either "classes" or "values"', definition.targetKind);
  const { measure } = definition;
  return trickMaker(definition, (values: ValuesOf<O>) => ({
    targetKind: definition.targetKind,
    targets: definition.targets,
    predictions: definition.predictions,
    higherIsBetter: false,
    unit: definition.unit ?? "number",
    ...(measure === undefined ? {} : { measure: (predicted: Predicted) => measure(predicted, values) }),
    comparesNumbers: definition.comparesNumbers ?? false,
    takesWeights: definition.each !== undefined,
    compute(output: Tensor, target: Tensor, weights?: Tensor) {
      const at = { output, target };
      const each = weights === undefined ? undefined : definition.each?.(at, values);
      if (weights === undefined || each === undefined) return definition.compute(at, values);
      const total = totalOf(weights, definition.counts?.(at, values));
      // A batch in which no weight is above 0 has loss 0 instead of 0/0.
      return weighted(weights, each).sum().div(total.equal(0).where(1, total));
    },
    weight(output: Tensor, target: Tensor, weights?: Tensor) {
      const at = { output, target };
      const counts = definition.counts?.(at, values);
      return weights === undefined ? (definition.weight?.(at, values) ?? counts?.sum()) : totalOf(weights, counts);
    },
  }));
}

/** Σ of what samples count: their own weights, times what the loss makes of them. */
function totalOf(weights: Tensor, counts: Tensor | undefined): Tensor {
  return (counts === undefined ? weights : weights.mul(counts)).sum();
}

/** The mean of each sample [batch] over all its other axes. */
export function meanOfEach(x: Tensor): Tensor {
  return x.reshape([x.shape[0], sizeOf(x.shape.slice(1))]).mean(1);
}
