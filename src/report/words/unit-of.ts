import type { MetricUnit } from "../../model/metric.ts";
import * as metrics from "../../model/metrics/index.ts";

const KNOWN: Readonly<Record<string, { definition: { unit?: MetricUnit } }>> = metrics;

/** What a study is compared by; those of 0.1.0 do not say its unit. */
interface Measured {
  metric: string;
  unit?: MetricUnit;
}

/** The unit of a measure: the study's own for its metric, else that of the metric of this name; a loss is a number. */
export function unitOf({ metric, unit }: Measured, measure: string = metric): MetricUnit {
  if (measure === metric && unit !== undefined) return unit;
  const name = measure.replace(/\(.*$/, ""); // of "topKAccuracy(k: 5)"
  return Object.hasOwn(KNOWN, name) ? (KNOWN[name].definition.unit ?? "number") : "number";
}
