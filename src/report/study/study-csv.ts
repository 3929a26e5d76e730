import type { Study, StudyRun } from "../../compare/study.ts";
import { numbersOf } from "../../train/run/history.ts";
import { csvLine } from "../words/csv-line.ts";
import { leaves } from "../words/leaves.ts";
import { expectStudy } from "./expect-study.ts";

/**
 * The runs of a study as CSV (RFC 4180), for a spreadsheet or a data frame: a row a run. The columns are `variant`, `seed`,
 * `dataSeed` where splits vary, every setting that some variant changes, `test <measure>` for every measure, `training <measure>`
 * where networks were measured there too, `epochs`, `steps`, `seconds` and `failure`. What a run lacks is an empty cell, a
 * measure that is not finite is `NaN`.
 * @returns the text, with a line of names first.
 * @throws a usage error for what is no study.
 * @example
 * const csv = studyCsv(await compare({ vary: { dropout: [0, 0.5] } }));
 */
export function studyCsv(study: Study): string {
  expectStudy("studyCsv", study);
  const { runs, effects, base, dataSeeds } = study;
  const changed = new Map(effects.map(({ variant, changes }) => [variant, new Map(leaves(changes))]));
  const own = new Map(leaves(base));
  const settings = unique([...changed.values()].flatMap((each) => [...each.keys()]));
  const [tested, trained] = [measuresIn(runs, ({ test }) => test), measuresIn(runs, (run) => run.trained)];
  const heading = [
    "variant",
    "seed",
    ...(dataSeeds === undefined ? [] : ["dataSeed"]),
    ...settings,
    ...tested.map((measure) => `test ${measure}`),
    ...trained.map((measure) => `training ${measure}`),
    "epochs",
    "steps",
    "seconds",
    "failure",
  ];
  const rows = runs.map((run) => [
    run.variant,
    run.seed,
    ...(dataSeeds === undefined ? [] : [run.dataSeed]),
    ...settings.map((key) => changed.get(run.variant)?.get(key) ?? own.get(key)),
    ...tested.map((measure) => numberCell(run.test?.[measure])),
    ...trained.map((measure) => numberCell(run.trained?.[measure])),
    run.stopped?.epoch ?? (run.history.length > 0 ? run.history.length : undefined),
    run.steps,
    run.seconds,
    run.failure,
  ]);
  return [heading, ...rows].map((row) => `${csvLine(row)}\r\n`).join("");
}

type MeasuresOf = (run: StudyRun) => StudyRun["test"] | StudyRun["trained"];

function measuresIn(runs: readonly StudyRun[], of: MeasuresOf): string[] {
  return unique(runs.flatMap((run) => Object.keys(numbersOf(of(run) ?? {}))));
}

/** A study that went through JSON has null where a number is not finite. */
function numberCell(value: number | null | undefined): number | undefined {
  return value === null ? Number.NaN : value;
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
