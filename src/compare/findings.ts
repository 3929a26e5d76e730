import { usageError } from "../errors.ts";
import { fateOf } from "./run-fate.ts";
import { estimate, holm, pairedDifference, within } from "./statistics.ts";
import type { Effect, Estimate, Rate, StudyRun } from "./study.ts";
import { isShare, SIGNIFICANT } from "./words/numbers-in-words.ts";

/** What `effectsOf` needs to know of a study. */
export interface Comparison {
  runs: StudyRun[];
  variants: { name: string; changes: Record<string, unknown>; rate?: Rate }[];
  /** The name of the variant that the others are compared to. */
  baseline: string;
  metric: string;
  higherIsBetter: boolean;
}

/**
 * What the numbers say of one variant:
 *
 * - `base`: it is what the others are compared to
 * - `none`, `single`: no pair of runs, or just one
 * - `same`, `constant`: the difference is 0, or another number, in every seed
 * - `open`: the interval includes 0
 * - `clear`, `doubtful`: it excludes 0, and Holm's correction agrees or does not
 */
export type Kind = "base" | "none" | "single" | "same" | "constant" | "open" | "clear" | "doubtful";

export interface Finding extends Pick<Effect, "variant" | "changes" | "value" | "difference" | "rate"> {
  kind: Kind;
  /** Holm's p, over all comparisons that have one. */
  adjusted: number;
  comparisons: number;
  /** Seeds of this variant or the base. */
  seeds: number;
  /** Seeds in which a run of either failed. */
  failed: number;
  /** Other seeds in which a run of either was interrupted or had not begun. */
  interrupted: number;
}

/** The numbers of each variant, the base first. */
export function findingsOf(comparison: Comparison): Finding[] {
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

type Numbers = Pick<Finding, "value" | "difference" | "seeds" | "failed" | "interrupted">;

function measuredOf(variant: string, comparison: Comparison): Numbers {
  const { runs, baseline, metric } = comparison;
  const [values, baseValues] = [valuesBySeed(comparison, variant), valuesBySeed(comparison, baseline)];
  const both = runs.filter((run) => [variant, baseline].includes(run.variant));
  const seeds = new Set(both.map(({ seed }) => seed));
  const failed = new Set(both.filter((run) => fateOf(run, metric) === "failed").map(({ seed }) => seed));
  const shared = [...values.keys()].filter((seed) => baseValues.has(seed));
  const numbers = {
    value: possible(estimate([...values.values()]), metric, 0),
    ...{ seeds: seeds.size, failed: failed.size, interrupted: seeds.size - failed.size - shared.length },
  };
  if (variant === baseline || shared.length === 0) return numbers;
  const pairs = [values, baseValues].map((each) => shared.map((seed) => each.get(seed)!));
  return { ...numbers, difference: possible(pairedDifference(pairs[0]!, pairs[1]!), metric, -1) };
}

/** A share lies within [0, 1], and a difference of two within [−1, 1]; other measures may have any value. */
const possible = <E extends Estimate>(each: E, metric: string, least: number): E =>
  isShare(metric) ? within(each, least, 1) : each;

/** What a variant's runs measured on the test part, by seed; without those that failed or did not stay finite. */
export function valuesBySeed(
  { runs, metric }: Pick<Comparison, "runs" | "metric">,
  variant: string,
): Map<number, number> {
  const usable = runs.filter((run) => run.variant === variant && fateOf(run, metric) === "measured");
  return new Map(usable.map((run) => [run.seed, run.test![metric]!]));
}

function kindOf(difference: Finding["difference"], adjusted: number): Kind {
  if (difference === undefined) return "none";
  if (difference.p === undefined) return "single";
  if (difference.deviation === 0) return difference.mean === 0 ? "same" : "constant";
  if (difference.p >= SIGNIFICANT) return "open";
  return adjusted < SIGNIFICANT ? "clear" : "doubtful";
}
