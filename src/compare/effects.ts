import { usageError } from "../errors.ts";
import { estimate, holm, MOST_SEEDS, pairedDifference, seedsToDetect } from "./statistics.ts";
import type { Effect, Estimate, StudyRun } from "./study.ts";

/** Where chance alone is held responsible no longer. */
const SIGNIFICANT = 0.05;

/** What `effectsOf` needs to know of a study. */
export interface Comparison {
  runs: StudyRun[];
  variants: { name: string; changes: Record<string, unknown> }[];
  /** The name of the variant that the others are compared to. */
  baseline: string;
  metric: string;
  higherIsBetter: boolean;
}

/**
 * What each variant measured and how it differs from the base, paired by seed, and what that allows to say. Runs that
 * failed, or whose measure is not finite, are left out together with their partner, and mentioned.
 */
export function effectsOf(comparison: Comparison): { effects: Effect[]; conclusions: string[] } {
  const findings = findingsOf(comparison);
  const effects = findings.map((finding) => ({
    variant: finding.variant,
    changes: finding.changes,
    value: finding.value,
    ...(finding.difference && { difference: finding.difference }),
    verdict: verdict(finding, comparison),
  }));
  return { effects, conclusions: conclusionsOf(findings, comparison) };
}

// ── The numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * What the numbers say of one variant:
 *
 * - `base`: it is what the others are compared to
 * - `none`, `single`: no pair of runs, or just one
 * - `same`, `constant`: the difference is 0, or another number, in every seed
 * - `open`: the interval includes 0
 * - `clear`, `doubtful`: it excludes 0, and Holm's correction agrees or does not
 */
type Kind = "base" | "none" | "single" | "same" | "constant" | "open" | "clear" | "doubtful";

interface Finding {
  kind: Kind;
  variant: string;
  changes: Record<string, unknown>;
  value: Estimate;
  difference?: Estimate & { p?: number };
  /** Holm's p, over all comparisons that have one. */
  adjusted: number;
  comparisons: number;
  /** Seeds of this variant or the base, and how many of them lack a measurement of either. */
  seeds: number;
  lost: number;
}

function findingsOf(comparison: Comparison): Finding[] {
  const { variants, baseline } = comparison;
  const base = variants.find(({ name }) => name === baseline);
  if (!base) {
    const received = variants.map(({ name }) => `"${name}"`).join(", ") || "no variants";
    throw usageError({ where: "effectsOf", expected: `a variant named "${baseline}", the base`, received });
  }
  const inOrder = [base, ...variants.filter((variant) => variant !== base)];
  const measured = inOrder.map((variant) => ({ ...variant, ...measuredOf(variant.name, comparison) }));
  const ps = measured.map(({ difference }) => difference?.p).filter((p) => p !== undefined);
  const adjusted = holm(ps);
  return measured.map(({ name, ...numbers }) => {
    const p = numbers.difference?.p;
    const corrected = { adjusted: p === undefined ? 1 : adjusted[ps.indexOf(p)]!, comparisons: ps.length };
    const kind = name === baseline ? "base" : kindOf(numbers.difference, corrected.adjusted);
    return { variant: name, kind, ...numbers, ...corrected };
  });
}

function measuredOf(variant: string, comparison: Comparison): Pick<Finding, "value" | "difference" | "seeds" | "lost"> {
  const { runs, baseline } = comparison;
  const [values, baseValues] = [valuesBySeed(comparison, variant), valuesBySeed(comparison, baseline)];
  const seeds = new Set(runs.filter((run) => [variant, baseline].includes(run.variant)).map((run) => run.seed)).size;
  const shared = [...values.keys()].filter((seed) => baseValues.has(seed));
  const numbers = { value: estimate([...values.values()]), seeds, lost: seeds - shared.length };
  if (variant === baseline || shared.length === 0) return numbers;
  const pairs = [values, baseValues].map((each) => shared.map((seed) => each.get(seed)!));
  return { ...numbers, difference: pairedDifference(pairs[0]!, pairs[1]!) };
}

/** What a variant's runs measured on the test part, by seed; without those that failed or did not stay finite. */
export function valuesBySeed(
  { runs, metric }: Pick<Comparison, "runs" | "metric">,
  variant: string,
): Map<number, number> {
  const usable = runs.filter((run) => run.variant === variant && isUsable(run, metric));
  return new Map(usable.map((run) => [run.seed, run.test![metric]!]));
}

const isUsable = (run: StudyRun, metric: string) => run.failure === undefined && Number.isFinite(run.test?.[metric]);

function kindOf(difference: Finding["difference"], adjusted: number): Kind {
  if (difference === undefined) return "none";
  if (difference.p === undefined) return "single";
  if (difference.deviation === 0) return difference.mean === 0 ? "same" : "constant";
  if (difference.p >= SIGNIFICANT) return "open";
  return adjusted < SIGNIFICANT ? "clear" : "doubtful";
}

// ── One variant in words ─────────────────────────────────────────────────────────────────────────────────────────────

function verdict(finding: Finding, comparison: Comparison): string {
  return `${VERDICTS[finding.kind](finding, comparison)}${lostSeeds(finding, comparison)}.`;
}

const VERDICTS: Record<Kind, (finding: Finding, comparison: Comparison) => string> = {
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
  constant: ({ difference }, comparison) =>
    `${betterOrWorse(difference!.mean, comparison)} than ${comparison.baseline}: ` +
    `${higherOrLower(difference!.mean, comparison.metric)} in each of the ${difference!.count} seeds alike, ` +
    "and without any spread a t test cannot say how sure that is",
  clear: (finding, comparison) =>
    `${betterOrWorse(finding.difference!.mean, comparison)} than ${comparison.baseline}: ${sizeOf(finding, comparison)}` +
    (finding.comparisons > 1 ? `; it holds after ${correction(finding)}` : ""),
  doubtful: (finding, comparison) =>
    `Perhaps ${betterOrWorse(finding.difference!.mean, comparison).toLowerCase()} than ${comparison.baseline}: ` +
    `${sizeOf(finding, comparison)}; but it does not survive ${correction(finding)} (adjusted ${pInWords(finding.adjusted)})`,
  open: ({ difference }, { baseline, metric }) => {
    const { mean, low, high, deviation, p } = difference!;
    return (
      `No difference to ${baseline} can be told apart from chance (${pInWords(p!)}): ${inUnits(mean, metric)} on average, ` +
      `and the 95 % interval of ${signed(low!, metric)} to ${inUnits(high!, metric)} rules out only what lies beyond it` +
      seedsNeeded(mean, deviation!)
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

const betterOrWorse = (mean: number, { higherIsBetter }: Comparison) =>
  mean > 0 === higherIsBetter ? "Better" : "Worse";

function lostSeeds({ kind, seeds, lost }: Finding, { metric }: Comparison): string {
  if (lost === 0 || kind === "none") return "";
  return `; ${lost} of ${seeds} seeds ${lost === 1 ? "is" : "are"} left out, where a run gave no test ${metric}`;
}

// ── All of it in words ───────────────────────────────────────────────────────────────────────────────────────────────

function conclusionsOf(findings: Finding[], comparison: Comparison): string[] {
  const { baseline, metric } = comparison;
  const of = (kind: Kind) => findings.filter((finding) => finding.kind === kind);
  const names = (kind: Kind) => either(of(kind).map(({ variant }) => variant));
  const sentences: string[] = [];
  if (findings.length === 1) sentences.push(`There is nothing to compare: ${baseline} is the only variant.`);
  for (const kind of ["clear", "constant", "doubtful"] as const) {
    for (const finding of of(kind))
      sentences.push(`${finding.variant} is ${lowerFirst(VERDICTS[kind](finding, comparison))}.`);
  }
  if (of("doubtful").length > 0) {
    sentences.push("What does not survive the correction is a hint: test it again, alone and with new seeds.");
  }
  if (of("open").length > 0) {
    sentences.push(
      `No difference between ${baseline} and ${names("open")} can be told apart from chance; that does not make them ` +
        "equal, and the intervals say which differences remain possible.",
    );
  }
  if (of("same").length > 0) {
    sentences.push(
      `${names("same")}: test ${metric} is exactly that of ${baseline}; does the change reach the training?`,
    );
  }
  if (of("single").length > 0) {
    sentences.push(
      `With one seed, nothing can be concluded about the difference between ${baseline} and ${names("single")}: it may ` +
        "come from the seed alone. Run at least 5 seeds, better 10.",
    );
  }
  if (of("none").length > 0) {
    sentences.push(`Nothing can be concluded about ${names("none")}: no pair of runs gave a test ${metric}.`);
  }
  return [...sentences, ...failures(comparison)];
}

function failures({ runs, metric }: Comparison): string[] {
  const lost = runs.filter((run) => !isUsable(run, metric)).length;
  if (lost === 0) return [];
  return [
    `${lost} of ${runs.length} runs gave no test ${metric} and ${lost === 1 ? "is" : "are"} left out with the partner of ` +
      "the same seed; if failing is what a variant does, its numbers here are too kind.",
  ];
}

/** "a", "a or b", "a, b or c" */
const either = (names: string[]) => [names.slice(0, -1).join(", "), ...names.slice(-1)].filter(Boolean).join(" or ");

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

// ── Numbers in words ─────────────────────────────────────────────────────────────────────────────────────────────────

/** Whether a measure is a share of 1, told in percent, its differences in percentage points. */
export const isShare = (metric: string) => /accuracy$/i.test(metric);

/** "p < 0.001", "p = 0.034", "p = 0.31" */
export function pInWords(p: number): string {
  if (p < 0.001) return "p < 0.001";
  const digits = p >= 0.1 ? 2 : Math.abs(p - SIGNIFICANT) < 0.001 ? 4 : 3;
  return `p = ${p.toFixed(digits)}`;
}

/** "0.42" in percentage points for a share, "0.0312" for another measure; digits enough that it does not look like 0. */
export function magnitude(value: number, metric: string): string {
  const [number, digits] = isShare(metric) ? [100 * value, 2] : [value, 4];
  const small = Math.abs(number) > 1e-9 && Math.abs(number) < 10 ** -digits;
  return small ? number.toPrecision(1) : number.toFixed(digits);
}

/** `magnitude` with its sign: "+0.42", "−0.0312", "0.00". */
export function signed(value: number, metric: string): string {
  const size = magnitude(Math.abs(value), metric);
  if (Number(size) === 0) return size;
  return `${value > 0 ? "+" : "−"}${size}`;
}

/** "+0.42 percentage points", or "−0.0312" */
const inUnits = (value: number, metric: string) =>
  `${signed(value, metric)}${isShare(metric) ? " percentage points" : ""}`;
