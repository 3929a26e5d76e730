import type { Comparison, Finding, Kind } from "../findings.ts";
import { MOST_SEEDS, seedsToDetect } from "../statistics.ts";
import { inUnits, isShare, magnitude, pInWords, signed } from "./numbers-in-words.ts";
import { ratesInWords } from "./rates-in-words.ts";

/** What the numbers of one variant allow to say, as one sentence. */
export function verdict(finding: Finding, comparison: Comparison): string {
  return `${VERDICTS[finding.kind](finding, comparison)}${seedsLeftOut(finding, comparison)}.`;
}

export const VERDICTS: Record<Kind, (finding: Finding, comparison: Comparison) => string> = {
  base: () => "The base that the others are compared to",
  none: ({ variant }, { baseline, metric }) =>
    `Nothing can be concluded: no seed has a test ${metric} both with ${variant} and with ${baseline}`,
  single: ({ difference }, { metric }) => {
    const seen =
      difference!.mean === 0 ? `test ${metric} was the same` : higherOrLower(difference!.mean, metric, "was");
    return `Nothing can be concluded from one seed: ${seen} in it, and another may say the opposite; run at least 5`;
  },
  same: ({ difference }, { baseline, metric }) =>
    `No difference at all: test ${metric} is that of ${baseline} in each of the ${difference!.count} seeds`,
  constant: (finding, comparison) =>
    `${betterOrWorse(finding, comparison)}: ${higherOrLower(finding.difference!.mean, comparison.metric)} in each of ` +
    `the ${finding.difference!.count} seeds alike, and without any spread a t test cannot say how sure that is`,
  clear: (finding, comparison) =>
    `${betterOrWorse(finding, comparison)}: ${sizeOf(finding, comparison)}` +
    (finding.comparisons > 1 ? `; it holds after ${correction(finding)}` : ""),
  doubtful: (finding, comparison) =>
    `Perhaps ${lowerFirst(betterOrWorse(finding, comparison))}: ${sizeOf(finding, comparison)}; but it does not ` +
    `survive ${correction(finding)} (adjusted ${pInWords(finding.adjusted)})`,
  open: (finding, comparison) => {
    const { baseline, metric } = comparison;
    const { mean, low, high, deviation, p } = finding.difference!;
    const rates = ratesOf(finding, comparison);
    return (
      `No difference to ${baseline}${rates}${rates && ","} can be told apart from chance (${pInWords(p!)}): ` +
      `${inUnits(mean, metric)} on average, and the 95 % interval of ${signed(low!, metric)} to ` +
      `${inUnits(high!, metric)} rules out only what lies beyond it${seedsNeeded(mean, deviation!)}`
    );
  },
};

function seedsNeeded(mean: number, deviation: number): string {
  if (mean === 0) return "";
  const seeds = seedsToDetect(mean, deviation);
  const many = seeds < MOST_SEEDS ? `roughly ${seeds}` : `more than ${MOST_SEEDS}`;
  return `; were the true difference the average seen here, it would take ${many} seeds to find it in 4 studies of 5`;
}

const correction = ({ comparisons }: Finding) => `Holm's correction for ${comparisons} comparisons`;

/** "test accuracy is higher by 0.42 percentage points (95 % interval 0.10 to 0.74, p = 0.012)" */
function sizeOf({ difference }: Finding, { metric }: Comparison): string {
  const { mean, low, high, p } = difference!;
  const [least, most] = [Math.abs(low!), Math.abs(high!)].sort((a, b) => a - b);
  const interval = `95 % interval ${magnitude(least!, metric)} to ${magnitude(most!, metric)}`;
  return `${higherOrLower(mean, metric)} (${interval}, ${pInWords(p!)})`;
}

function higherOrLower(mean: number, metric: string, verb = "is"): string {
  const points = isShare(metric) ? " percentage points" : "";
  return `test ${metric} ${verb} ${mean > 0 ? "higher" : "lower"} by ${magnitude(Math.abs(mean), metric)}${points}`;
}

/** "Better than sgd, each at its default learning rate (0.001 / 0.01)" */
function betterOrWorse(finding: Finding, comparison: Comparison): string {
  const better = finding.difference!.mean > 0 === comparison.higherIsBetter;
  return `${better ? "Better" : "Worse"} than ${comparison.baseline}${ratesOf(finding, comparison)}`;
}

function ratesOf({ rate }: Finding, { variants, baseline }: Comparison): string {
  return ratesInWords(rate, variants.find(({ name }) => name === baseline)?.rate);
}

function seedsLeftOut({ kind, seeds, failed, interrupted }: Finding, { metric }: Comparison): string {
  if (kind === "none") return "";
  const are = `of ${seeds} seeds ${failed === 1 ? "is" : "are"} left out`;
  const failure = failed === 0 ? "" : `; ${failed} ${are}, where a run failed or gave no finite test ${metric}`;
  return interrupted === 0 ? failure : `${failure}; the interruption left ${seeds - interrupted} of ${seeds} seeds`;
}

export const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
