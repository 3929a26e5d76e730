import { aligned } from "../report/words/aligned.ts";
import { ABSENT, measured } from "../report/words/format.ts";
import type { Units } from "../train/progress/progress-text.ts";

/** A column of a table of measures: its heading, and the cell for a name. */
export interface MeasuresColumn {
  heading: string;
  cell(name: string): string;
}

/** Measures by name in aligned columns, each line indented by 2. */
export function measuresTable(title: string, names: readonly string[], columns: readonly MeasuresColumn[]): string[] {
  return aligned([
    [title, ...columns.map(({ heading }) => heading)],
    ...names.map((name) => [`  ${name}`, ...columns.map(({ cell }) => cell(name))]),
  ]);
}

/** A column with a number for each measure that has one. */
export function measuresColumn(
  heading: string,
  values: Readonly<Record<string, unknown>> = {},
  units: Units = {},
): MeasuresColumn {
  const cell = (name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? ABSENT : measured(value as number, units[name] ?? "number");
  };
  return { heading, cell };
}
