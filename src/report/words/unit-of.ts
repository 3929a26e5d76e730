import type { Study } from "../../compare/study.ts";
import * as metrics from "../../model/metrics/index.ts";
import type { MetricUnit } from "../../model/metric.ts";

const KNOWN: Readonly<Record<string, { definition: { unit?: MetricUnit } }>> = metrics;

/** The unit of a measure: the study's own for its metric, else that of the metric of this name; a loss is a number. */
export function unitOf({ metric, unit }: Pick<Study, "metric" | "unit">, measure: string = metric): MetricUnit {
  if (measure === metric && unit !== undefined) return unit;
  return Object.hasOwn(KNOWN, measure) ? (KNOWN[measure].definition.unit ?? "number") : "number";
}
