import { outcomeOf } from "../../../compare/run-outcome.ts";
import type { Effect, Study, StudyRun } from "../../../compare/study.ts";
import { counted } from "../../../compare/words/number-words.ts";
import { duration } from "../../../train/progress/duration.ts";
import { numbersOf } from "../../../train/run/history.ts";
import { type Child, element, type Markup } from "../../page/markup.ts";
import { type Column, section, table, variantName } from "../../page/parts.ts";
import { evidenceInWords } from "../../words/evidence-in-words.ts";
import { ABSENT, cutNote, measured, unbroken } from "../../words/format.ts";
import { simplestInWords } from "../../words/simplest-in-words.ts";
import { unitOf } from "../../words/unit-of.ts";
import { effectCells, effectColumns } from "../data/effect-cells.ts";

/** The numbers of every variant, and a verdict on each. */
export function effectsSection(study: Study): Markup {
  const { metric, effects, baseline } = study;
  return section(
    "effects",
    "All variants",
    table(
      `Test ${metric}, and the difference from ${baseline}`,
      [{ heading: "Variant" }, ...effectColumns(study)],
      effects.map((effect, i) => [variantName(effect.variant, i), ...effectCells(effect, study)]),
      [cutNote(effects.flatMap(({ value, difference }) => [value, difference])), simplestInWords(study) ?? ""]
        .filter(Boolean)
        .join(" "),
    ),
    element(
      "dl",
      { class: "verdicts" },
      effects.map((effect, i) => [
        element("dt", {}, variantName(effect.variant, i)),
        element("dd", {}, unbroken(effect.verdict)),
        furtherTests(effect, study),
      ]),
    ),
  );
}

function furtherTests(effect: Effect, study: Study): Child {
  const text = evidenceInWords(effect, study);
  return text !== "" && element("dd", { class: "further" }, `Further tests: ${unbroken(text)}.`);
}

/** Every run, folded; runs that had not begun at an interruption are only counted. */
export function runsSection(study: Study): Markup {
  const { runs, metric } = study;
  const others = new Set(runs.flatMap(({ test }) => Object.keys(numbersOf(test ?? {}))));
  others.delete(metric);
  const measures = [metric, ...others];
  const begun = runs.filter((run) => outcomeOf(run, metric) !== "not begun");
  const troubled = begun.some((run) => outcomeOf(run, metric) !== "measured");
  const columns: Column[] = [
    { heading: "Variant" },
    { heading: "Seed", number: true },
    ...(study.dataSeeds === undefined ? [] : [{ heading: "Split", number: true }]),
    ...measures.map((measure) => ({ heading: `Test ${measure}`, number: true })),
    { heading: "Epochs", number: true },
    { heading: "Ended by" },
    { heading: "Time", number: true },
    ...(troubled ? [{ heading: "Problem" }] : []),
  ];
  const rows = begun.map((run) => runRow(run, measures, study).slice(0, columns.length));
  const unbegun = runs.length - begun.length;
  return section(
    "runs",
    "All runs",
    begun.length > 0 &&
      element(
        "details",
        {},
        element("summary", {}, `Show ${counted(begun.length, "run")}`),
        table("All runs of the study", columns, rows),
      ),
    unbegun > 0 && element("p", {}, `${counted(unbegun, "run")} had not begun when the study was interrupted.`),
  );
}

function runRow(run: StudyRun, measures: readonly string[], study: Study): Child[] {
  const { variant, seed, test, stopped, history, seconds } = run;
  return [
    variant,
    seed,
    ...(study.dataSeeds === undefined ? [] : [run.dataSeed]),
    ...measures.map((measure) => measured(test?.[measure], unitOf(study, measure))),
    stopped?.epoch ?? history.length,
    stopped === undefined ? ABSENT : endOf(stopped),
    duration(seconds),
    troubleOf(run, study.metric),
  ];
}

function troubleOf(run: StudyRun, metric: string): string {
  if (outcomeOf(run, metric) === "measured") return "";
  return run.failure ?? "a test number is not finite";
}

function endOf({ reason, bestEpoch, detail }: NonNullable<StudyRun["stopped"]>): string {
  const best = bestEpoch === undefined ? "" : `, weights of epoch ${bestEpoch}`;
  return `${reason}${best}${detail === undefined ? "" : ` (${detail})`}`;
}
