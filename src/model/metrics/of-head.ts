import * as v from "valibot";
import type { Tensor } from "../../graph/tensor.ts";
import { custom } from "../../options.ts";
import { isOfKind } from "../../trick/of-kind.ts";
import { checkMetric } from "../checks/check-metrics.ts";
import { type HeadTask, headPlace } from "../heads/head-place.ts";
import { headTask } from "../heads/head-task.ts";
import { predictedHead } from "../heads/predicted-head.ts";
import { toldAlone } from "../heads/told-alone.ts";
import { defineMetric, type Metric, type OneHead } from "../metric.ts";
import type { Predicted } from "../predicted.ts";

const isMetric = v.custom<Metric>((value) => isOfKind("metrics", value) || isOfKind("losses", value));

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
    metric: custom(isMetric, undefined, "a metric such as accuracy()", "what is measured of it", ["metrics", "losses"]),
  },
  positional: ["head", "metric"],
  measure(): never {
    throw toldAlone("ofHead", "the metric alone");
  },
});

export const ofHead: typeof described = Object.assign(
  (...args: Parameters<typeof described>): Metric => {
    const made = described(...args);
    const { head: name, metric } = made.values as unknown as { head: string; metric: Metric };
    const { higherIsBetter, unit } = metric;
    const { measure: _, ...plain } = made; // which can only say what is missing
    const bound: OneHead["bound"] = (where, { loss, outputs, targets }) => {
      const place = headPlace(where, name, outputs, targets);
      checkMetric(metric, { loss, outputs: place.size, classes: place.classes }, where);
      return { ...plain, ...boundTo(metric, headTask(place, loss)), higherIsBetter, unit, head };
    };
    const head = { name, metric, bound };
    return { ...made, higherIsBetter, unit, head };
  },
  { definition: described.definition },
);

/** What a metric computes of one output, out of the outputs and targets of all. */
function boundTo({ compute, measure, weight }: Metric, at: HeadTask): Pick<Metric, "compute" | "measure" | "weight"> {
  const { output, target } = at.place;
  return {
    ...(compute && { compute: (all: Tensor, truth: Tensor) => compute(output(all), target(truth)) }),
    ...(weight && { weight: (all: Tensor, truth: Tensor) => weight(output(all), target(truth)) }),
    ...(measure && { measure: (all: Predicted) => measure(predictedHead(all, at)) }),
  };
}
