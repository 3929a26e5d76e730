import { group, max, mean, min } from "d3-array";
import type { StudyRun } from "../../compare/study.ts";

/** A measure at one place of the horizontal axis, such as an epoch: over the seeds whose run reached it. */
export interface CurvePoint {
  x: number;
  mean: number;
  low: number;
  high: number;
  count: number;
}

/** A point of one value. */
export function pointAt(x: number, value: number): CurvePoint {
  return { x, mean: value, low: value, high: value, count: 1 };
}

export type Part = "train" | "validation";

/** The learning curve, epoch by epoch, of runs that differ in their seed; values that are not finite are left out. */
export function learningCurve(runs: readonly StudyRun[], part: Part, measure: string): CurvePoint[] {
  const values = runs.flatMap(({ history }) =>
    history.flatMap((row) => {
      const value = row[part]?.[measure];
      return value === undefined || !Number.isFinite(value) ? [] : [{ epoch: row.epoch, value }];
    }),
  );
  return [...group(values, ({ epoch }) => epoch)]
    .sort(([a], [b]) => a - b)
    .map(([epoch, rows]) =>
      pointOf(
        epoch,
        rows.map(({ value }) => value),
      ),
    );
}

/** At least one value. */
function pointOf(x: number, values: readonly number[]): CurvePoint {
  const [first] = values;
  return {
    x,
    mean: mean(values) ?? first,
    low: min(values) ?? first,
    high: max(values) ?? first,
    count: values.length,
  };
}

/** The measures in the histories of runs, the study's metric first. */
export function measuresOf(runs: readonly StudyRun[], metric: string): string[] {
  const rows = runs.flatMap(({ history }) => history);
  const names = new Set(
    rows.flatMap(({ train, validation }) => [...Object.keys(train), ...Object.keys(validation ?? {})]),
  );
  return [...names].sort((a, b) => Number(b === metric) - Number(a === metric));
}
