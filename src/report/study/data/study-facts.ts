import type { Study } from "../../../compare/study.ts";
import { magnitude, pointsOf } from "../../../compare/words/number-words.ts";
import { duration } from "../../../train/progress/duration.ts";
import { instant, measured } from "../../words/format.ts";
import { unitOf } from "../../words/unit-of.ts";

/** How a study was made, and on what: a name and a value each. */
export function studyFacts(study: Study): [string, string][] {
  const { environment, seeds, dataSeeds, equivalence, reach, untilDecided, tuning, seconds } = study;
  const unit = unitOf(study);
  return [
    ["Compared by", `test ${study.metric}, ${study.higherIsBetter ? "higher" : "lower"} is better`],
    ["Seeds", seeds.join(", ")],
    ...(dataSeeds === undefined ? [] : [["Splits of the data", dataSeeds.join(", ")] as [string, string]]),
    ...(untilDecided === undefined ? [] : [looks(untilDecided)]),
    ...(equivalence === undefined
      ? []
      : [["Counts as no difference", `±${magnitude(equivalence, unit)}${pointsOf(unit)}`] as [string, string]]),
    ...(reach === undefined
      ? []
      : [
          [
            "To be reached",
            `validation ${reach.metric} of at ${reach.higherIsBetter ? "least" : "most"} ${measured(reach.value, reach.unit)}`,
          ] as [string, string],
        ]),
    ...(tuning === undefined
      ? []
      : [
          [
            "Tuned for each variant",
            `${Object.keys(tuning.tuned).join(", ")}: ${tuning.budget.trials} trials, ${tuning.tuner}, by ${tuning.judgedBy}`,
          ] as [string, string],
        ]),
    ["Evenkeel", environment.evenkeel],
    ["Platform", environment.platform],
    ["Backend", environment.backend],
    ["Runs at a time", String(environment.parallel)],
    ...(environment.workers === undefined ? [] : [["Workers", String(environment.workers)] as [string, string]]),
    ["Time", duration(seconds)],
    ["Date", instant(environment.date)],
  ];
}

function looks({ most, looks: those, decided }: NonNullable<Study["untilDecided"]>): [string, string] {
  const seeds = those.map((look) => look.seeds).join(", ");
  return ["Looks", `at ${seeds} of at most ${most} seeds; ${decided ? "decided" : "not decided"}`];
}
