import type { Comparison } from "../findings.ts";
import { isDecided } from "../is-decided.ts";
import { outcomesOf } from "../run-outcome.ts";
import type { Finding, FindingKind } from "../study.ts";
import { failedRuns } from "./failed-runs.ts";
import { lowerFirst } from "./first-letter.ts";
import { counted, either } from "./number-words.ts";
import { defaultRates } from "./rate-words.ts";
import { timesInWords } from "./time-words.ts";
import { varianceInWords } from "./variance-words.ts";
import { verdictWithoutEnd } from "./verdict.ts";

/** What can be concluded from a whole study, one sentence each; first of all that it was interrupted, if it was. */
export function conclusions(findings: readonly Finding[], comparison: Comparison): string[] {
  const { baseline, metric } = comparison;
  const of = (kind: FindingKind) => findings.filter((finding) => finding.kind === kind);
  const about = (kind: FindingKind, sentence: (names: string) => string) =>
    of(kind).length === 0 ? [] : [sentence(either(of(kind).map(({ variant }) => variant)))];
  const differing = (["clear", "constant", "doubtful"] as const).flatMap(of);
  return [
    ...interruption(comparison),
    ...(findings.length === 1 ? [`There is nothing to compare: ${baseline} is the only variant.`] : []),
    ...differing.map((each) => `${each.variant} is ${lowerFirst(verdictWithoutEnd(each, comparison))}.`),
    ...about(
      "doubtful",
      () =>
        "A difference that is not significant after the correction is only a hint: test it again, in a comparison of its " +
        "own and with new seeds.",
    ),
    ...about(
      "open",
      (names) =>
        `No significant difference between ${baseline} and ${names}. This does not show that they are equal: the ` +
        "intervals show which differences remain possible.",
    ),
    ...of("equivalent").map((each) => `${each.variant} is ${lowerFirst(verdictWithoutEnd(each, comparison))}.`),
    ...about(
      "same",
      (names) =>
        `${names}: test ${metric} is exactly that of ${baseline}; does the change have any effect on training?`,
    ),
    ...about(
      "single",
      (names) =>
        `With one seed, nothing can be concluded about the difference between ${baseline} and ${names}: it may come from ` +
        "the seed alone. Run at least 5 seeds, better 10.",
    ),
    ...about(
      "none",
      (names) => `Nothing can be concluded about ${names}: there is no pair of runs with a test ${metric}.`,
    ),
    ...timesInWords(findings, comparison),
    ...varianceInWords(findings, comparison),
    ...undecided(findings, comparison),
    ...rates(findings),
    ...limits(comparison),
    ...failures(comparison),
  ];
}

/** "The study was interrupted: 2 of its 32 runs ended, and only these count." */
function interruption({ runs, metric }: Comparison): string[] {
  const { ended } = outcomesOf(runs, metric);
  if (ended === runs.length) return [];
  if (ended === 0) return ["The study was interrupted before any of its runs ended: there are no results."];
  const these = ended === 1 ? "only this one counts" : "only these count";
  return [`The study was interrupted: ${ended} of its ${runs.length} runs ended, and ${these}.`];
}

/** What a study says that added seeds until it was decided. */
function undecided(findings: readonly Finding[], { looks }: Comparison): string[] {
  const seeds = looks?.seeds.at(-1);
  if (looks === undefined || seeds === undefined) return [];
  const times = looks.seeds.length === 1 ? "one look" : `${looks.seeds.length} looks`;
  if (findings.every(isDecided))
    return [
      `Decided with ${counted(seeds, "seed")} of at most ${looks.most}; p and intervals of differences allow for ${times}.`,
    ];
  const open = either(findings.filter((each) => !isDecided(each)).map(({ variant }) => variant));
  return [
    `Not decided about ${open} with ${counted(seeds, "seed")} of at most ${looks.most}; p and intervals of differences ` +
      `allow for ${times}.`,
  ];
}

function rates(findings: readonly Finding[]): string[] {
  const named = defaultRates(findings.map(({ rate }) => rate));
  if (named === "") return [];
  return [
    `Each optimizer used its default learning rate (${named}); other rates may give other results. ` +
      "Tune them first, with the same budget for each: --tune learningRate=log:1e-4..1e-1, or compare({ tune }).",
  ];
}

/** "4 of 10 runs were ended by maxTime …" */
function limits({ runs }: Comparison): string[] {
  const timed = runs.filter(({ stopped }) => stopped?.reason === "time").length;
  if (timed === 0) return [];
  return [
    `${timed} of ${counted(runs.length, "run")} ${timed === 1 ? "was" : "were"} ended by maxTime: how far a run came depends on ` +
      "the machine and on what else it had to do, and so do these results.",
  ];
}

/** "3 of 10 runs failed (wild: 3 of 5) and are left out …" */
function failures(comparison: Comparison): string[] {
  const { failed, all, variants } = failedRuns(comparison);
  if (failed === 0) return [];
  const own = variants.map((each) => `${each.name}: ${each.failed} of ${each.all}`);
  return [
    `${failed} of ${counted(all, "run")} failed or gave numbers that are not finite (${own.join("; ")}), ` +
      `and ${failed === 1 ? "is" : "are"} left out with the paired run of the same seed; if a variant tends to ` +
      "fail, these numbers overstate it.",
  ];
}
