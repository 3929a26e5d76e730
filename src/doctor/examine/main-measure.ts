import { namedMetrics } from "../../model/named-metrics.ts";
import type { Training } from "../../train/prepare/prepare-training.ts";
import { baselineOf } from "../../train/run/baseline.ts";
import type { CourseFacts } from "../examination.ts";

/** What a run is judged by: its first metric, or the loss; and what the simplest answer reaches on the validation part, or on the training part. */
export function mainMeasure(training: Training): CourseFacts["main"] {
  const { data, metrics } = training;
  const first = Object.entries(namedMetrics(metrics)).find(([, { measure }]) => measure !== undefined);
  if (first === undefined) return { name: "loss", higherIsBetter: false, simplest: undefined };
  const [name, { higherIsBetter }] = first;
  const simplest = baselineOf({ ...training, data: { ...data, test: data.validation ?? data.train } })?.[name];
  return { name, higherIsBetter, simplest };
}
