import { usageError } from "../../errors.ts";
import { instantiate, type Spec } from "../../trick.ts";
import type { Loss } from "../loss.ts";
import type { Metric } from "../metric.ts";
import type { OutputMeaning } from "../output-meaning.ts";

/** Stands for a custom loss that a file names: it can be saved again, but not computed. */
export function missingLoss(spec: Spec, predictions: OutputMeaning | undefined): Loss {
  const targetKind = predictions === "softmax" ? "classes" : "values";
  return missing(spec, "loss", {
    targetKind,
    predictions,
    higherIsBetter: false,
    unit: "number",
    weight: () => undefined,
  } as const);
}

/** The same for a metric. */
export function missingMetric(spec: Spec): Metric {
  return missing(spec, "metrics", { higherIsBetter: true, unit: "number" } as const);
}

function missing<X extends object>({ name, ...values }: Spec, option: string, extra: X) {
  const definition = { name, summary: "A custom part that a file names.", source: "a saved model", options: {} };
  const compute = (): never => {
    throw usageError({
      where: `evaluate: ${option}`,
      expected: `${name}, a custom part with which the model was trained`,
      received: "only its name",
      fix: `Give it as the option ${option}, or read the model with { use: [${name}] }.`,
    });
  };
  return instantiate(definition, values, { ...extra, compute });
}
