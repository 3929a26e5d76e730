import { inputShape, sampleCount } from "../data/dataset.ts";
import { sizeOf } from "../graph/shape.ts";
import type { MetricUnit } from "../model/metric.ts";
import type { PreparedVariant } from "./prepared-variant.ts";
import { meanOfNumbers } from "./readings/mean-of-numbers.ts";
import { outcomeOf } from "./run-outcome.ts";
import type { StudyRun, StudyTable } from "./study.ts";

/** How much better finished networks are on the samples that they learned from: a table, or none if nothing was measured. */
export function gapTable(
  variants: readonly PreparedVariant[],
  runs: readonly StudyRun[],
  metric: string,
  measured: MetricUnit,
): StudyTable[] {
  const unit = measured === "share" ? "share" : "number";
  const rows = variants.flatMap(({ name, model, data: { train } }) => {
    const own = runs.filter((run) => run.variant === name && outcomeOf(run, metric) === "measured");
    if (own.length === 0) return [];
    const training = meanOfNumbers(own.map(({ trained }) => trained?.[metric] ?? Number.NaN));
    const test = meanOfNumbers(own.map((run) => run.test?.[metric] as number));
    const parameters = Object.values(model.build(inputShape(train)).parameters).reduce(
      (sum, { shape }) => sum + sizeOf(shape),
      0,
    );
    const samples = sampleCount(train);
    return [{ variant: name, parameters, samples, ratio: parameters / samples, training, test, gap: training - test }];
  });
  if (rows.length === 0) return [];
  return [
    {
      title: "Parameters against samples",
      columns: [
        { name: "variant", heading: "Variant" },
        { name: "parameters", heading: "Parameters", unit: "count" },
        { name: "samples", heading: "Samples", unit: "count" },
        { name: "training", heading: `Training ${metric}`, unit },
        { name: "test", heading: `Test ${metric}`, unit },
        { name: "gap", heading: "Gap", unit },
      ],
      rows,
      note: "Finished networks, measured without masks on the samples that they learned from and on the test set; means over seeds.",
    },
  ];
}
