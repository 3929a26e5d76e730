import type { Estimate } from "../../../compare/study.ts";
import { signed } from "../../../compare/words/number-words.ts";
import type { CureStudy, CureTrial } from "../../../doctor/cure/cure-trial.ts";
import { intervalChart } from "../../chart/intervals.ts";
import { element, type Markup } from "../../page/markup.ts";
import { picture, section, table } from "../../page/parts.ts";
import { ABSENT, differenceUnit, meanOf, pInColumn, signedInterval } from "../../words/format.ts";
import { differenceInWords } from "../trial-words.ts";

/** Which advice was tried: the difference that each made, with its interval, and the numbers. */
export function trialsSection(trials: readonly CureTrial[], backend: string | undefined): Markup | undefined {
  if (trials.length === 0) return undefined;
  const computed = backend !== undefined && element("p", { class: "facts" }, `Computed by ${backend}`);
  return section("trials", "What was tried", differences(trials), trialsTable(trials), computed);
}

type Measured = CureTrial & { study: CureStudy & { mean: number } };

function differences(trials: readonly CureTrial[]): Markup | undefined {
  const measured = trials.filter((trial): trial is Measured => trial.study?.mean !== undefined);
  const [first] = measured;
  if (first === undefined) return undefined;
  const { metric, unit, higherIsBetter } = first.study;
  const chart = intervalChart({
    id: "trials",
    title: `Differences in ${metric}`,
    description: measured.map(({ advice, study }) => `${advice}: ${differenceInWords(study)}`).join("; "),
    rows: measured.map(({ advice, study, kept }) => ({
      series: kept ? 1 : 0,
      label: advice,
      text: `${signed(study.mean, unit)}, ${kept ? "kept" : "not kept"}`,
      estimate: inAxis(study),
      dots: [],
    })),
    reference: { value: 0, label: "no difference" },
    ends: higherIsBetter ? ["worse", "better"] : ["better", "worse"],
    axis: differenceUnit(unit) || `test ${metric}`,
    tick: "+f",
    bounds: unit === "share" ? [-100, 100] : undefined,
  });
  return picture(
    `What each change does to ${metric} on the test set`,
    chart,
    "Runs with the change minus runs without it, paired by seed: means with their 95 % intervals.",
  );
}

/** A share in percentage points, a number as it is. */
function inAxis({ mean, low, high, unit, seeds }: CureStudy & { mean: number }): Estimate {
  const scale = unit === "share" ? 100 : 1;
  const ends = low === undefined || high === undefined ? {} : { low: scale * low, high: scale * high };
  return { mean: scale * mean, count: seeds.length, ...ends };
}

function trialsTable(trials: readonly CureTrial[]): Markup {
  const points =
    trials.find(({ study }) => study !== undefined)?.study?.unit === "share" ? `, ${differenceUnit("share")}` : "";
  const columns = [
    { heading: "Advice" },
    { heading: "Change" },
    { heading: "Against" },
    { heading: "Before", number: true },
    { heading: "After", number: true },
    { heading: `Difference${points}`, number: true },
    { heading: "95 % interval", number: true },
    { heading: "p", number: true },
    { heading: "What became of it" },
  ];
  const rows = trials.map(({ advice, flags, diagnosis, study, why }) => [
    advice,
    flags === "" ? ABSENT : element("code", {}, flags),
    diagnosis,
    ...(study === undefined ? Array<string>(5).fill(ABSENT) : numbersOf(study)),
    why,
  ]);
  return table("Trials, in their order", columns, rows, "Each change is added to those that were kept before it.");
}

function numbersOf({ before, after, unit, mean, low, high, p }: CureStudy): string[] {
  const difference = mean === undefined ? ABSENT : signed(mean, unit);
  const estimate = { mean: mean ?? 0, count: 0, ...(low === undefined || high === undefined ? {} : { low, high }) };
  return [meanOf(before, unit), meanOf(after, unit), difference, signedInterval(estimate, unit), pInColumn(p)];
}
