import { group } from "d3-array";
import { crossedMean } from "../../compare/statistics/crossed-mean.ts";
import { estimate } from "../../compare/statistics/estimate.ts";
import { within } from "../../compare/statistics/within.ts";
import type { StudyRun } from "../../compare/study.ts";
import type { MetricUnit } from "../../model/metric.ts";

/** A measure at one place of the horizontal axis, such as an epoch. */
export interface CurvePoint {
  x: number;
  mean: number;
  /** Where its band begins: what a 95 % interval, or a range, does. */
  low: number;
  high: number;
  count: number;
}

/** A point of one value. */
export function pointAt(x: number, value: number): CurvePoint {
  return { x, mean: value, low: value, high: value, count: 1 };
}

export type Part = "train" | "validation";

/**
 * The learning curve of runs that differ in their seed: for each epoch the mean over those that reached it, with its 95 %
 * interval, over seeds and splits where splits vary. Values that are not finite are left out. One run has no interval: its band
 * has no width.
 */
export function learningCurve(
  runs: readonly StudyRun[],
  part: Part,
  measure: string,
  unit: MetricUnit = "number",
): CurvePoint[] {
  const values = runs.flatMap(({ seed, dataSeed, history }) =>
    history.flatMap((row) => {
      const value = row[part]?.[measure];
      return value === undefined || !Number.isFinite(value) ? [] : [{ epoch: row.epoch, seed, dataSeed, value }];
    }),
  );
  return [...group(values, ({ epoch }) => epoch)]
    .sort(([a], [b]) => a - b)
    .map(([epoch, those]) => pointOf(epoch, unit, those));
}

function pointOf(
  x: number,
  unit: MetricUnit,
  values: readonly { seed: number; dataSeed: number | undefined; value: number }[],
): CurvePoint {
  const crossed = values.flatMap(({ dataSeed, ...each }) => (dataSeed === undefined ? [] : [{ ...each, dataSeed }]));
  const found = crossed.length > 0 ? crossedMean(crossed) : estimate(values.map(({ value }) => value));
  const { mean, count } = found;
  const { low = mean, high = mean } = unit === "share" && mean >= 0 && mean <= 1 ? within(found, 0, 1) : found;
  return { x, mean, low, high, count };
}

/** The measures in the histories of runs, the study's metric first. */
export function measuresOf(runs: readonly StudyRun[], metric: string): string[] {
  const rows = runs.flatMap(({ history }) => history);
  const names = new Set(
    rows.flatMap(({ train, validation }) => [...Object.keys(train), ...Object.keys(validation ?? {})]),
  );
  return [...names].sort((a, b) => Number(b === metric) - Number(a === metric));
}
