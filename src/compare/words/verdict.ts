import type { Comparison } from "../findings.ts";
import { SIGNIFICANCE } from "../statistics/levels.ts";
import { MOST_SEEDS, seedsToDetect } from "../statistics/seeds-to-detect.ts";
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
  constant: (finding, comparison, { mean, count }) => {
    const words = betterOrWorse(finding, comparison);
    // The same sign in all seeds comes by chance with 2 · 2⁻ⁿ: more than 5 % for fewer than 6.
    const claim = count < 6 ? `Perhaps ${lowerFirst(words)}` : words;
    return (
      `${claim}: ${higherOrLower(mean, comparison)} in each of the ${count} seeds; since the ` +
      "differences do not vary, a t test cannot say how certain this is"
    );
  },
  clear: (finding, comparison, difference) =>
    `${betterOrWorse(finding, comparison)}: ${sizeOf(difference, comparison)}` +
    (finding.comparisons > 1 ? `; significant after ${correction(finding)}` : "") +
    negligible(difference, comparison) +
    disagreement(difference, comparison),
  doubtful: (finding, comparison, difference) =>
    `Perhaps ${lowerFirst(betterOrWorse(finding, comparison))}: ${sizeOf(difference, comparison)}, but not significant ` +
    `after ${correction(finding)} (adjusted ${pInWords(difference.adjusted)})`,
  open: (finding, comparison, difference) => {
    const { mean, low, high, p } = difference;
    const { baseline, unit } = comparison;
    return (
      `No significant difference from ${baseline}${ratesOf(finding, comparison)} (${pInWords(p)}): the mean difference is ` +
      `${signed(mean, unit)}${pointsOf(unit)}, with a 95 % interval of ${signed(low, unit)} to ${signed(high, unit)}` +
      `${pointsOf(unit)}${notRuledOut(difference, comparison)}${seedsNeeded(difference)}${disagreement(difference, comparison)}`
    );
  },
  equivalent: ({ comparisons }, { baseline, unit }, { mean, equivalence }) => {
    const { margin, p, adjusted = p, low, high } = equivalence;
    const holm = comparisons > 1 ? `, ${pInWords(adjusted)} after Holm's correction` : "";
    return (
      `Equivalent to ${baseline} within ${magnitude(margin, unit)}${pointsOf(unit)} (two one-sided tests, ${pInWords(p)}${holm}): ` +
      `the mean difference is ${signed(mean, unit)}${pointsOf(unit)}, with a 90 % interval of ${signed(low, unit)} to ` +
      `${signed(high, unit)}${pointsOf(unit)}`
    );
  },
};

/** "; yet it is within the margin of 0.50 percentage points" */
function negligible({ equivalence }: Partial<Difference>, { unit }: Comparison): string {
  if (equivalence?.adjusted === undefined || equivalence.adjusted >= SIGNIFICANCE) return "";
  return `; yet it is smaller than the margin of ${magnitude(equivalence.margin, unit)}${pointsOf(unit)}`;
}

/** What an open question leaves open where a margin was given. */
function notRuledOut({ equivalence }: Partial<Difference>, { unit }: Comparison): string {
  if (equivalence === undefined) return "";
  const margin = `${magnitude(equivalence.margin, unit)}${pointsOf(unit)}`;
  return `; nor is it shown to be within ${margin} (two one-sided tests, ${pInWords(equivalence.p)})`;
}

/** What the permutation test says where it could reach 0.05 and says otherwise; it allows for one look only. */
function disagreement({ p = 1, permutation, count = 0 }: Partial<Difference>, { looks }: Comparison): string {
  if (permutation === undefined || looks !== undefined || 2 ** (1 - count) >= SIGNIFICANCE) return "";
  if (permutation.p < SIGNIFICANCE === p < SIGNIFICANCE) return "";
  const says = permutation.p < SIGNIFICANCE ? "does find one" : "does not find it";
  return `; a permutation test, which takes no normal distribution, ${says} (${pInWords(permutation.p)})`;
}

/** Nothing where differences vary with the split too: more seeds alone do not make that less. */
function seedsNeeded({ mean, deviation, variance }: Omit<Difference, "variance"> & { variance?: unknown }): string {
  if (mean === 0 || variance !== undefined) return "";
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

function seedsLeftOut({ kind, seeds, failed, interrupted }: Finding, { metric, runs }: Comparison): string {
  if (kind === "none") return "";
  const pairs = runs.some(({ dataSeed }) => dataSeed !== undefined) ? "pairs of seed and split" : "seeds";
  const are = `of ${seeds} ${pairs} ${failed === 1 ? "is" : "are"} left out`;
  const failure = failed === 0 ? "" : `; ${failed} ${are}, because a run failed or its test ${metric} is not finite`;
  return interrupted === 0 ? failure : `${failure}; the interruption left ${seeds - interrupted} of ${seeds} ${pairs}`;
}
