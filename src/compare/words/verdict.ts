import type { Comparison } from "../findings.ts";
import { MOST_SEEDS, seedsToDetect } from "../statistics.ts";
import type { Finding, FindingKind } from "../study.ts";
import { lowerFirst } from "./first-letter.ts";
import { magnitude, pInWords, pointsOf, signed } from "./number-words.ts";
import { ratesInWords } from "./rate-words.ts";

/** What can be concluded about one variant, as one sentence. */
export function verdict(finding: Finding, comparison: Comparison): string {
  return `${verdictWithoutEnd(finding, comparison)}${seedsLeftOut(finding, comparison)}.`;
}

/** The verdict without its full stop, and without the seeds that are left out. */
export function verdictWithoutEnd(finding: Finding, comparison: Comparison): string {
  return VERDICTS[finding.kind](finding, comparison, finding.difference as Difference);
}

/** A difference with all its numbers: kinds that lack some do not use them. */
type Difference = Required<NonNullable<Finding["difference"]>>;

const VERDICTS: Record<FindingKind, (finding: Finding, comparison: Comparison, difference: Difference) => string> = {
  base: () => "The baseline that the others are compared to",
  none: ({ variant }, { baseline, metric }) =>
    `Nothing can be concluded: no seed has a test ${metric} for both ${variant} and ${baseline}`,
  single: (_, comparison, { mean }) => {
    const seen = mean === 0 ? `test ${comparison.metric} was the same` : higherOrLower(mean, comparison, "was");
    return `Nothing can be concluded from one seed: ${seen}, but another seed may show the opposite; run at least 5 seeds`;
  },
  same: (_, { baseline, metric }, { count }) =>
    `No difference at all: test ${metric} equals that of ${baseline} in each of the ${count} seeds`,
  constant: (finding, comparison, { mean, count }) =>
    `${betterOrWorse(finding, comparison)}: ${higherOrLower(mean, comparison)} in each of the ${count} seeds; since the ` +
    "differences do not vary, a t test cannot say how certain this is",
  clear: (finding, comparison, difference) =>
    `${betterOrWorse(finding, comparison)}: ${sizeOf(difference, comparison)}` +
    (finding.comparisons > 1 ? `; significant after ${correction(finding)}` : ""),
  doubtful: (finding, comparison, difference) =>
    `Perhaps ${lowerFirst(betterOrWorse(finding, comparison))}: ${sizeOf(difference, comparison)}, but not significant ` +
    `after ${correction(finding)} (adjusted ${pInWords(difference.adjusted)})`,
  open: (finding, comparison, { mean, low, high, deviation, p }) => {
    const { baseline, unit } = comparison;
    return (
      `No significant difference from ${baseline}${ratesOf(finding, comparison)} (${pInWords(p)}): the mean difference is ` +
      `${signed(mean, unit)}${pointsOf(unit)}, with a 95 % interval of ${signed(low, unit)} to ${signed(high, unit)}` +
      `${pointsOf(unit)}${seedsNeeded(mean, deviation)}`
    );
  },
};

function seedsNeeded(mean: number, deviation: number): string {
  if (mean === 0) return "";
  const seeds = seedsToDetect(mean, deviation);
  const many = seeds < MOST_SEEDS ? `about ${seeds}` : `more than ${MOST_SEEDS.toLocaleString("en")}`;
  return `; detecting a true difference of this size in 4 of 5 studies takes ${many} seeds`;
}

function correction({ comparisons }: Finding): string {
  return `Holm's correction for ${comparisons} comparisons`;
}

/** "test accuracy is higher by 0.42 percentage points (95 % interval 0.10 to 0.74, p = 0.012)" */
function sizeOf({ mean, low, high, p }: Difference, comparison: Comparison): string {
  const [least, most] = [Math.abs(low), Math.abs(high)].sort((a, b) => a - b);
  const interval = `95 % interval ${magnitude(least, comparison.unit)} to ${magnitude(most, comparison.unit)}`;
  return `${higherOrLower(mean, comparison)} (${interval}, ${pInWords(p)})`;
}

function higherOrLower(mean: number, { metric, unit }: Comparison, verb = "is"): string {
  return `test ${metric} ${verb} ${mean > 0 ? "higher" : "lower"} by ${magnitude(Math.abs(mean), unit)}${pointsOf(unit)}`;
}

/** "Better than sgd, each at its default learning rate (adam 0.001, sgd 0.01)" */
function betterOrWorse(finding: Finding, comparison: Comparison): string {
  const better = (finding.difference?.mean ?? 0) > 0 === comparison.higherIsBetter;
  return `${better ? "Better" : "Worse"} than ${comparison.baseline}${ratesOf(finding, comparison)}`;
}

function ratesOf({ rate }: Finding, { variants, baseline }: Comparison): string {
  return ratesInWords(rate, variants.find(({ name }) => name === baseline)?.rate);
}

function seedsLeftOut({ kind, seeds, failed, interrupted }: Finding, { metric }: Comparison): string {
  if (kind === "none") return "";
  const are = `of ${seeds} seeds ${failed === 1 ? "is" : "are"} left out`;
  const failure = failed === 0 ? "" : `; ${failed} ${are}, because a run failed or its test ${metric} is not finite`;
  return interrupted === 0 ? failure : `${failure}; the interruption left ${seeds - interrupted} of ${seeds} seeds`;
}
