import type { Effect, Study, StudyRun } from "../../compare/study.ts";
import {
  ABSENT,
  differenceUnit,
  duration,
  interval,
  meanOf,
  measured,
  pInColumn,
  signed,
  signedInterval,
  unbroken,
} from "../format.ts";
import { type Child, element, type Markup } from "../markup.ts";
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

/** Every run by itself. */
export function runsSection({ runs, metric }: Study): Markup {
  const others = new Set(runs.flatMap(({ test }) => Object.keys(test ?? {})));
  others.delete(metric);
  const measures = [metric, ...others];
  const columns: Column[] = [
    { heading: "Variant" },
    { heading: "Seed", number: true },
    ...measures.map((measure) => ({ heading: `Test ${measure}`, number: true })),
    { heading: "Epochs", number: true },
    { heading: "Ended by" },
    { heading: "Time", number: true },
    ...(runs.some(({ failure }) => failure !== undefined) ? [{ heading: "Failure" }] : []),
  ];
  return section(
    "runs",
    "Every run",
    table(
      "All runs of the study",
      columns,
      runs.map((run) => runRow(run, measures, columns.length)),
    ),
  );
}

function runRow(run: StudyRun, measures: string[], columns: number): Child[] {
  const { variant, seed, test, stopped, history, seconds, failure } = run;
  return [
    variant,
    seed,
    ...measures.map((measure) => measured(test?.[measure], measure)),
    stopped?.epoch ?? history.length,
    stopped === undefined ? ABSENT : endOf(stopped),
    duration(seconds),
    failure ?? "",
  ].slice(0, columns);
}

function endOf({ reason, bestEpoch, detail }: NonNullable<StudyRun["stopped"]>): string {
  const best = bestEpoch === undefined ? "" : `, weights of epoch ${bestEpoch}`;
  return `${reason}${best}${detail === undefined ? "" : ` (${detail})`}`;
}
