import { usageError } from "../errors.ts";
import type { MetricUnit } from "../model/metric.ts";
import { defined } from "../options/defined.ts";
import { outcomeOf } from "./run-outcome.ts";
import { estimate, holm, pairedDifference, SIGNIFICANCE, within } from "./statistics.ts";
import type { Estimate, Finding, FindingKind, Rate, StudyRun } from "./study.ts";

/** What findings are made from. */
export interface Comparison {
  runs: readonly StudyRun[];
  variants: readonly { name: string; changes: Record<string, unknown>; rate?: Rate }[];
  /** The name of the variant that the others are compared to. */
  baseline: string;
  metric: string;
  unit: MetricUnit;
  higherIsBetter: boolean;
}

/**
 * What each variant measured and how it differs from the baseline, which comes first. Runs that failed, or whose test
 * loss or metric is not finite, are left out together with the paired run of the same seed.
 */
export function findingsOf(comparison: Comparison): Finding[] {
  const { variants, baseline } = comparison;
  const base = variants.find(({ name }) => name === baseline);
  if (base === undefined) {
    const received = variants.map(({ name }) => `"${name}"`).join(", ") || "no variants";
    throw usageError({ where: "effectsOf", expected: `a variant named "${baseline}", the baseline`, received });
  }
  const inOrder = [base, ...variants.filter((variant) => variant !== base)];
  const measured = inOrder.map((variant) => ({ ...variant, ...measuredOf(variant.name, comparison) }));
  const ps = measured.flatMap(({ difference }) => difference?.p ?? []);
  const adjusted = holm(ps);
  return measured.map(({ name, changes, rate, value, simplest, difference: each, ...counts }) => {
    const difference = each?.p === undefined ? each : { ...each, adjusted: adjusted[ps.indexOf(each.p)] };
    const kind = name === baseline ? "base" : kindOf(difference);
    return {
      variant: name,
      changes,
      ...defined({ rate }),
      kind,
      value,
      ...defined({ simplest, difference }),
      ...counts,
      comparisons: ps.length,
    };
  });
}

type Measured = Pick<Finding, "value" | "simplest" | "difference" | "seeds" | "failed" | "interrupted">;

function measuredOf(variant: string, comparison: Comparison): Measured {
  const { runs, baseline, metric, unit } = comparison;
  const [values, baseValues] = [valuesBySeed(comparison, variant), valuesBySeed(comparison, baseline)];
  const both = runs.filter((run) => [variant, baseline].includes(run.variant));
  const seeds = new Set(both.map(({ seed }) => seed)).size;
  const failed = new Set(both.filter((run) => outcomeOf(run, metric) === "failed").map(({ seed }) => seed)).size;
  const pairs = [...values].flatMap(([seed, value]) => {
    const base = baseValues.get(seed);
    return base === undefined ? [] : [{ value, base }];
  });
  const value = possible(estimate([...values.values()]), unit, 0);
  const simplest = meanOf(
    runs.flatMap((run) => (run.variant === variant ? [run.baseline?.[metric]] : [])).filter((x) => x !== undefined),
  );
  const measured = { value, ...defined({ simplest }), seeds, failed, interrupted: seeds - failed - pairs.length };
  if (variant === baseline || pairs.length === 0) return measured;
  const difference = pairedDifference(
    pairs.map((pair) => pair.value),
    pairs.map((pair) => pair.base),
  );
  return { ...measured, difference: possible(difference, unit, -1) };
}

function meanOf(numbers: readonly number[]): number | undefined {
  return numbers.length === 0 ? undefined : numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
}

/**
 * A share lies in [0, 1], and the difference of two in [−1, 1]; numbers may have any value, and so may a metric that calls
 * itself a share and is none.
 */
function possible<E extends Estimate>(each: E, unit: MetricUnit, least: number): E {
  return unit === "share" && each.mean >= least && each.mean <= 1 ? within(each, least, 1) : each;
}

/** What a variant's runs measured on the test set, by seed; without those that failed or are not finite. */
export function valuesBySeed(
  { runs, metric }: Pick<Comparison, "runs" | "metric">,
  variant: string,
): Map<number, number> {
  const usable = runs.filter((run) => run.variant === variant && outcomeOf(run, metric) === "measured");
  return new Map(usable.map(({ seed, test }) => [seed, test?.[metric] as number]));
}

function kindOf(difference: Finding["difference"]): FindingKind {
  if (difference === undefined) return "none";
  const { p, adjusted = 1, mean, deviation } = difference;
  if (p === undefined) return "single";
  if (deviation === 0) return mean === 0 ? "same" : "constant";
  if (p >= SIGNIFICANCE) return "open";
  return adjusted < SIGNIFICANCE ? "clear" : "doubtful";
}
