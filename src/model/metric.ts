import type { TargetPart } from "../data/layout.ts";
import type { Tensor } from "../graph/tensor.ts";
import { type Options, refused, type ValuesOf } from "../options.ts";
import { checkDefinition } from "../trick/check-definition.ts";
import { type Arguments, type Instance, type TrickDefinition, trickMaker } from "../trick.ts";
import type { Packed } from "./layer.ts";

/** What a metric's numbers are: a share in [0, 1], which is shown in percent, or a number of any size. */
export type MetricUnit = "share" | "number";

/** A number to report: a mean over the batch, so batches add up by their sizes. */
export interface Metric extends Instance {
  /** Whether a larger value is a better one. */
  higherIsBetter: boolean;
  /** Whether it is a share of 0 to 1, which is shown in percent, or another number. */
  unit: MetricUnit;
  /** The mean over the batch, one number: a graph of output [batch, …] and target. */
  compute(output: Tensor, target: Tensor): Tensor;
  /** The weight of a batch, if not its size: for a loss that serves as a metric. */
  weight?(output: Tensor, target: Tensor): Tensor | undefined;
  /** For a metric of one of several outputs, ofHead(). */
  readonly head?: OneHead;
}

/** What a metric of one of several outputs adds to others. */
export interface OneHead {
  /** The name under which it is reported: "species.accuracy". */
  readonly reported: string;
  /** The same metric for a model of these outputs and data of these targets: only then it can be computed. */
  bound(outputs: readonly Packed[] | undefined, targets: readonly TargetPart[] | undefined): Metric;
}

/** What a metric says of itself, and how it is computed. */
export interface MetricDefinition<O extends Options = Options> extends TrickDefinition<O> {
  /** Whether a larger value is a better one. */
  higherIsBetter: boolean;
  /** "number" by default. */
  unit?: MetricUnit;
  /** The mean over the batch, one number: a graph of output [batch, …] and target. */
  compute(at: { output: Tensor; target: Tensor }, values: ValuesOf<O>): Tensor;
}

/**
 * Defines a metric: `export const accuracy = defineMetric({ … })`, then `accuracy()`.
 * @param definition its name, summary, source and options, `higherIsBetter`, and `compute`.
 * @throws a usage error for what is missing in the definition.
 * @example
 * const withinHalf = defineMetric({
 *   name: "withinHalf",
 *   summary: "The share of outputs that are off by less than 1/2.",
 *   source: "by definition",
 *   higherIsBetter: true,
 *   options: {},
 *   compute: ({ output, target }) => output.sub(target).abs().less(0.5).mean(),
 * });
 * await train(model, data, { metrics: [withinHalf()] });
 */
export function defineMetric<O extends Options, const P extends readonly (keyof O)[] = []>(
  definition: MetricDefinition<O> & { positional?: P },
): ((...args: Arguments<O, P>) => Metric) & { definition: MetricDefinition<O> } {
  checkDefinition("defineMetric", definition, ["compute"]);
  if (typeof definition.higherIsBetter !== "boolean")
    throw refused("defineMetric: higherIsBetter", "true or false", definition.higherIsBetter);
  const { unit = "number" } = definition;
  if (unit !== "share" && unit !== "number") throw refused("defineMetric: unit", 'either "share" or "number"', unit);
  return trickMaker(definition, (values: ValuesOf<O>) => ({
    higherIsBetter: definition.higherIsBetter,
    unit,
    compute: (output: Tensor, target: Tensor) => definition.compute({ output, target }, values),
  }));
}
