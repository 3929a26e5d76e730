import { max, mean, min } from "d3-array";
import type { StudyRun } from "../../compare/study.ts";
import type { Epoch } from "../../train/run/history.ts";

/** A measure after one epoch, over the seeds whose run reached it. */
export interface CurvePoint {
  epoch: number;
  mean: number;
  low: number;
  high: number;
  count: number;
}

export type Part = "train" | "validation";

/** The learning curve of runs that differ in their seed; what is not finite is left out. */
export function learningCurve(runs: StudyRun[], part: Part, measure: string): CurvePoint[] {
  const epochs = new Map<number, number[]>();
  for (const row of runs.flatMap(({ history }) => history)) {
    const value = row[part]?.[measure];
    if (value === undefined || !Number.isFinite(value)) continue;
    const values = epochs.get(row.epoch);
    if (values) values.push(value);
    else epochs.set(row.epoch, [value]);
  }
  return [...epochs].sort(([a], [b]) => a - b).map(([epoch, values]) => pointOf(epoch, values));
}

function pointOf(epoch: number, values: number[]): CurvePoint {
  return { epoch, mean: mean(values)!, low: min(values)!, high: max(values)!, count: values.length };
}

/** The measures that the histories tell of, the study's own first. */
export function measuresOf(runs: StudyRun[], metric: string): string[] {
  const rows: Epoch[] = runs.flatMap(({ history }) => history);
  const names = new Set(
    rows.flatMap(({ train, validation }) => [...Object.keys(train), ...Object.keys(validation ?? {})]),
  );
  return [...names].sort((a, b) => Number(b === metric) - Number(a === metric));
}
