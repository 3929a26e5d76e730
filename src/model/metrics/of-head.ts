import * as v from "valibot";
import { usageError } from "../../errors.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { custom, instanceOption } from "../../options.ts";
import { type HeadPlace, headPlace } from "../heads/head-place.ts";
import { defineMetric, type Metric } from "../metric.ts";

const described = defineMetric({
  name: "ofHead",
  summary: "A metric, or a loss, of one output of a model with several.",
  source: "by definition",
  section: "losses",
  use: 'To measure an output by more than its usual metrics: metrics: [ofHead("age", meanAbsoluteError())]. It is reported under both names, as age.meanAbsoluteError.',
  avoid: "Models with one output. Given as an option, metrics replace the usual ones of all outputs.",
  example: 'ofHead("species", accuracy())',
  higherIsBetter: true,
  options: {
    head: custom(v.pipe(v.string(), v.nonEmpty()), undefined, "the name of an output", "which output is measured"),
    metric: { ...instanceOption<Metric>("metrics", "losses"), doc: "what is measured of it" },
  },
  positional: ["head", "metric"],
  compute(): never {
    throw usageError({
      where: "ofHead",
      expected: "a model with several outputs, and data with targets of the same names",
      received: "the metric alone",
      fix: "Give it to train() or evaluate(), which know both.",
    });
  },
});

export const ofHead: typeof described = Object.assign(
  (...args: Parameters<typeof described>): Metric => {
    const made = described(...args);
    const { head, metric } = made.values as unknown as { head: string; metric: Metric };
    return withPlace({ ...made, higherIsBetter: metric.higherIsBetter, unit: metric.unit }, head, metric);
  },
  { definition: described.definition },
);

/** The metric, which can be computed once it knows where the output and its targets lie. */
function withPlace(made: Metric, name: string, metric: Metric, place?: HeadPlace): Metric {
  const bound = place && {
    compute: (output: Tensor, target: Tensor) => metric.compute(place.output(output), place.target(target)),
    weight: (output: Tensor, target: Tensor) => metric.weight?.(place.output(output), place.target(target)),
  };
  return {
    ...made,
    ...bound,
    head: {
      reported: `${name}.${metric.name}`,
      bound: (outputs, targets) => withPlace(made, name, metric, headPlace("ofHead", name, outputs, targets)),
    },
  };
}
