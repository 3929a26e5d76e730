import { fateOf } from "../../../compare/run-fate.ts";
import type { Effect, Study, StudyRun } from "../../../compare/study.ts";
import { duration } from "../../../train/progress/duration.ts";
import { type Child, element, type Markup } from "../../page/markup.ts";
import {
  ABSENT,
  counted,
  cutNote,
  differenceUnit,
  interval,
  meanOf,
  measured,
  pInColumn,
  signed,
  signedInterval,
  unbroken,
} from "../../words/format.ts";
import { type Column, section, table, variantName } from "./parts.ts";

/** The numbers of every variant, and what can be said of each. */
export function effectsSection(study: Study): Markup {
  const { metric, effects, baseline } = study;
  const unit = differenceUnit(metric);
  const columns: Column[] = [
    { heading: "Variant" },
    { heading: "Seeds", number: true },
    { heading: `Test ${metric}, mean`, number: true },
    { heading: "95 % interval", number: true },
    { heading: `Difference${unit && `, ${unit}`}`, number: true },
    { heading: "95 % interval", number: true },
    { heading: "p", number: true },
  ];
  return section(
    "effects",
    "Every variant in numbers",
    table(
      `Test ${metric}, and the difference to ${baseline}`,
      columns,
      effects.map((effect, i) => effectRow(effect, i, study)),
      cutNote(effects.flatMap(({ value, difference }) => [value, difference])),
    ),
    element(
      "dl",
      { class: "verdicts" },
      effects.map(({ variant, verdict }, i) => [
        element("dt", {}, variantName(variant, i)),
        element("dd", {}, unbroken(verdict)),
      ]),
    ),
  );
}

function effectRow({ variant, value, difference }: Effect, series: number, { metric, baseline }: Study): Child[] {
  const own = [variantName(variant, series), value.count, meanOf(value, metric), interval(value, metric)];
  if (variant === baseline) return [...own, "base", "", ""];
  if (difference === undefined) return [...own, ABSENT, ABSENT, ABSENT];
  return [...own, signed(difference.mean, metric), signedInterval(difference, metric), pInColumn(difference.p)];
}

/** Every run by itself, folded; those that an interruption kept from beginning are only counted. */
export function runsSection({ runs, metric }: Study): Markup {
  const others = new Set(runs.flatMap(({ test }) => Object.keys(test ?? {})));
  others.delete(metric);
  const measures = [metric, ...others];
  const begun = runs.filter((run) => fateOf(run, metric) !== "not begun");
  const troubled = begun.some((run) => fateOf(run, metric) !== "measured");
  const columns: Column[] = [
    { heading: "Variant" },
    { heading: "Seed", number: true },
    ...measures.map((measure) => ({ heading: `Test ${measure}`, number: true })),
    { heading: "Epochs", number: true },
    { heading: "Ended by" },
    { heading: "Time", number: true },
    ...(troubled ? [{ heading: "What went wrong" }] : []),
  ];
  const rows = begun.map((run) => runRow(run, measures, metric).slice(0, columns.length));
  const unbegun = runs.length - begun.length;
  return section(
    "runs",
    "Every run",
    begun.length > 0 &&
      element(
        "details",
        {},
        element("summary", {}, `All ${counted(begun.length, "run")}`),
        table("All runs of the study", columns, rows),
      ),
    unbegun > 0 && element("p", {}, `${counted(unbegun, "run")} had not begun when the study was interrupted.`),
  );
}

function runRow(run: StudyRun, measures: string[], metric: string): Child[] {
  const { variant, seed, test, stopped, history, seconds } = run;
  return [
    variant,
    seed,
    ...measures.map((measure) => measured(test?.[measure], measure)),
    stopped?.epoch ?? history.length,
    stopped === undefined ? ABSENT : endOf(stopped),
    duration(seconds),
    troubleOf(run, metric),
  ];
}

function troubleOf(run: StudyRun, metric: string): string {
  const fate = fateOf(run, metric);
  if (fate === "measured") return "";
  return run.failure ?? "a number of the test is not finite";
}

function endOf({ reason, bestEpoch, detail }: NonNullable<StudyRun["stopped"]>): string {
  const best = bestEpoch === undefined ? "" : `, weights of epoch ${bestEpoch}`;
  return `${reason}${best}${detail === undefined ? "" : ` (${detail})`}`;
}
