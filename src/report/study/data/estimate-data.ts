import { valuesByRun } from "../../../compare/findings.ts";
import { runName } from "../../../compare/run-name.ts";
import type { Estimate, Study } from "../../../compare/study.ts";
import { upperFirst } from "../../../compare/words/first-letter.ts";
import { signed } from "../../../compare/words/number-words.ts";
import { ABSENT, interval, meanOf, measured, signedInterval } from "../../words/format.ts";
import { unitOf } from "../../words/unit-of.ts";
import { type PictureData, shownOf, shownRows } from "./picture-data.ts";

/** What each run of each variant measured on the test set, their means and intervals. */
export function valueData(study: Study): PictureData {
  const unit = unitOf(study);
  const columns = study.effects.map(({ variant, value }) => ({
    name: variant,
    values: valuesByRun(study, variant),
    estimate: value,
  }));
  const ends = (each: Estimate) => [meanOf(each, unit), interval(each, unit)];
  return dataOf(study, columns, (value) => measured(value, unit), ends);
}

/** How each run of each variant differs from that of the baseline, their means and intervals. */
export function differenceData(study: Study): PictureData {
  const unit = unitOf(study);
  const base = valuesByRun(study, study.baseline);
  const columns = study.effects.flatMap(({ variant, difference }) => {
    if (difference === undefined) return [];
    const pairs = [...valuesByRun(study, variant)].flatMap(([run, value]) => {
      const of = base.get(run);
      return of === undefined ? [] : [[run, value - of] as const];
    });
    return [{ name: variant, values: new Map(pairs), estimate: difference }];
  });
  const ends = (each: Estimate) => [signed(each.mean, unit), signedInterval(each, unit)];
  return dataOf(study, columns, (value) => signed(value, unit), ends);
}

function dataOf(
  { runs }: Study,
  columns: readonly { name: string; values: ReadonlyMap<string, number>; estimate: Estimate }[],
  cell: (value: number) => string,
  ends: (each: Estimate) => string[],
): PictureData {
  const names = [...new Set(runs.map(runName))].filter((run) => columns.some(({ values }) => values.has(run)));
  const shown = shownRows(names.length, columns.length + 1, MOST_RUNS).map((at) => names[at]);
  const found = columns.map(({ estimate }) => ends(estimate));
  return {
    columns: [{ heading: "Run" }, ...columns.map(({ name }) => ({ heading: name, number: true }))],
    rows: [
      ["Mean", ...found.map(([mean]) => mean)],
      ["95 % interval", ...found.map(([, between]) => between)],
      ...shown.map((run) => [
        upperFirst(run),
        ...columns.map(({ values }) => {
          const value = values.get(run);
          return value === undefined ? ABSENT : cell(value);
        }),
      ]),
    ],
    note: shownOf(shown.length, names.length, "runs"),
  };
}

/** With mean and interval, 200 rows. */
const MOST_RUNS = 198;
