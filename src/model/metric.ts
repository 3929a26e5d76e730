import type { Tensor } from "../graph/tensor.ts";
import { type Options, refused, resolveOptions, type ValuesOf } from "../options.ts";
import { checkDefinition } from "../trick/check-definition.ts";
import { type Instance, instantiate, type NamedArguments, type TrickDefinition } from "../trick.ts";

/** Something to report of outputs: a mean over the batch, so that batches add up by their sizes. */
export interface Metric extends Instance {
  higherIsBetter: boolean;
  compute(output: Tensor, target: Tensor): Tensor;
  /** How much a batch counts, if not by its size: of a loss that serves as a metric. */
  weight?(output: Tensor, target: Tensor): Tensor | undefined;
}

export interface MetricDefinition<O extends Options = Options> extends TrickDefinition<O> {
  higherIsBetter: boolean;
  compute(at: { output: Tensor; target: Tensor }, values: ValuesOf<O>): Tensor;
}

/** Defines a metric: `export const accuracy = defineMetric({ … })`, then `accuracy()`. */
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
