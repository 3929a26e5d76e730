import { usageError } from "../../errors.ts";
import { instantiate, type Spec } from "../../trick.ts";
import type { Loss } from "../loss.ts";
import type { Metric } from "../metric.ts";
import type { Predictions } from "../output-meaning.ts";

/** A loss of one's own that a file names: it is saved again as it was, and cannot be computed. */
export function missingLoss(spec: Spec, predictions: Predictions | undefined): Loss {
  const targetKind = predictions === "softmax" ? "classes" : "values";
  return missing(spec, "loss", { targetKind, predictions, higherIsBetter: false, weight: () => undefined } as const);
}

/** The same of a metric. */
export function missingMetric(spec: Spec): Metric {
  return missing(spec, "metrics", { higherIsBetter: true });
}

function missing<X extends object>({ name, ...values }: Spec, option: string, extra: X) {
  const definition = { name, summary: "A part of one's own that a file names.", source: "a saved model", options: {} };
  const compute = (): never => {
    throw usageError({
      where: `evaluate: ${option}`,
      expected: `${name}, with which the model was trained and which is not of this library`,
      received: "its name alone",
      fix: `Give it as the option ${option}.`,
    });
  };
  return instantiate(definition, values, { ...extra, compute });
}
