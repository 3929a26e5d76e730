import { counted } from "../../../compare/words/number-words.ts";
import type { MetricUnit } from "../../../model/metric.ts";
import type { CurvePoint } from "../../chart/learning.ts";
import { ABSENT, measured } from "../../words/format.ts";
import { type PictureData, shownOf, shownRows } from "./picture-data.ts";

/** Learning curves as a table: a row for each epoch, a column for each curve. @param most rows, at most. */
export function curveData(
  curves: readonly { name: string; points: readonly CurvePoint[] }[],
  unit: MetricUnit,
  most?: number,
): PictureData {
  const drawn = curves.filter(({ points }) => points.length > 0);
  const epochs = [...new Set(drawn.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
  const byEpoch = drawn.map(({ points }) => new Map(points.map((point) => [point.x, point])));
  const runs = Math.max(0, ...drawn.flatMap(({ points }) => points.map(({ count }) => count)));
  const shown = shownRows(epochs.length, drawn.length + 1, most);
  const fewer = drawn.some(({ points }) => points.some(({ count }) => count < runs))
    ? ", or fewer where it says so"
    : "";
  const means = runs > 1 ? `Means over ${counted(runs, "run")}${fewer}, with 95 % intervals.` : "";
  return {
    columns: [{ heading: "Epoch" }, ...drawn.map(({ name }) => ({ heading: name, number: true }))],
    rows: shown.map((at) => [String(epochs[at]), ...byEpoch.map((each) => cell(each.get(epochs[at]), unit, runs))]),
    note: [means, shownOf(shown.length, epochs.length, "epochs")].filter(Boolean).join(" "),
  };
}

/** "93.00 % (90.10 to 95.90)", "93.00 % (1 run)" */
function cell(point: CurvePoint | undefined, unit: MetricUnit, runs: number): string {
  if (point === undefined) return ABSENT;
  const { mean, low, high, count } = point;
  const end = (value: number) => measured(value, unit).replace(" %", "");
  const notes = [
    ...(count > 1 ? [`${end(low)} to ${end(high)}`] : []),
    ...(count < runs ? [counted(count, "run")] : []),
  ];
  return `${measured(mean, unit)}${notes.length === 0 ? "" : ` (${notes.join("; ")})`}`;
}
