import type { Tensor } from "../graph/tensor.ts";
import { type Options, refused, resolveOptions, type ValuesOf } from "../options.ts";
import { checkDefinition } from "../trick/check-definition.ts";
import { type Instance, instantiate, type NamedArguments, type TrickDefinition } from "../trick.ts";

/** Something to report of outputs: a mean over the batch, so that batches add up by their sizes. */
export interface Metric extends Instance {
  /** Whether a larger value is a better one. */
  higherIsBetter: boolean;
  /** The mean over the batch, one number: a graph of output [batch, …] and target. */
  compute(output: Tensor, target: Tensor): Tensor;
  /** How much a batch counts, if not by its size: of a loss that serves as a metric. */
  weight?(output: Tensor, target: Tensor): Tensor | undefined;
}

/** What a metric says of itself, and how it is computed. */
export interface MetricDefinition<O extends Options = Options> extends TrickDefinition<O> {
  /** Whether a larger value is a better one. */
  higherIsBetter: boolean;
  /** The mean over the batch, one number: a graph of output [batch, …] and target. */
  compute(at: { output: Tensor; target: Tensor }, values: ValuesOf<O>): Tensor;
}

/**
 * Defines a metric: something to report of outputs, as a mean over the batch.
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
export function defineMetric<O extends Options>(
  definition: MetricDefinition<O>,
): ((...args: NamedArguments<O>) => Metric) & { definition: MetricDefinition<O> } {
  checkDefinition("defineMetric", definition, ["compute"]);
  if (typeof definition.higherIsBetter !== "boolean")
    throw refused("defineMetric: higherIsBetter", "true or false", definition.higherIsBetter);
  const make = (...[options]: NamedArguments<O>): Metric => {
    const values = resolveOptions(definition.name, definition.options, options);
    return instantiate(definition as unknown as TrickDefinition, values, {
      higherIsBetter: definition.higherIsBetter,
      compute: (output: Tensor, target: Tensor) => definition.compute({ output, target }, values),
    });
  };
  return Object.assign(make, { definition });
}
