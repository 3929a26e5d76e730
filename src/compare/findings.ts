import { usageError } from "../errors.ts";
import type { MetricUnit } from "../model/metric.ts";
import { defined } from "../options/defined.ts";
import { differenceOf, type Pair } from "./difference-of.ts";
import { runName } from "./run-name.ts";
import { outcomeOf } from "./run-outcome.ts";
import { crossedMean } from "./statistics/crossed-mean.ts";
import { type Estimate, estimate } from "./statistics/estimate.ts";
import { holm } from "./statistics/holm.ts";
import { SIGNIFICANCE } from "./statistics/levels.ts";
import type { Looks } from "./statistics/repeated-look.ts";
import { within } from "./statistics/within.ts";
import type { Finding, FindingKind, Rate, Reach, StudyRun } from "./study.ts";
import { timesToTarget } from "./time-to-target.ts";
import type { TimeToTarget } from "./times.ts";

/** What findings are made from. */
export interface Comparison {
  runs: readonly StudyRun[];
  variants: readonly {
    name: string;
    changes: Record<string, unknown>;
    rate?: Rate;
    /** Steps of training in an epoch, by which times to a target are counted. */
    stepsPerEpoch?: number;
  }[];
  /** The name of the variant that the others are compared to. */
  baseline: string;
  metric: string;
  unit: MetricUnit;
  higherIsBetter: boolean;
  /** The largest difference that counts as none. */
  equivalence?: number;
  /** A measure of the validation set to reach. */
  reach?: Reach;
  /** Where seeds were added: how many there were at each look, and how many there can be. */
  looks?: Looks;
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
  const times = timesOf(comparison);
  const measured = inOrder.map(({ name, changes, rate }) => ({
    variant: name,
    changes,
    ...defined({ rate, time: times.get(name) }),
    ...measuredOf(name, comparison),
  }));
  const comparisons = adjust(measured.map(({ difference }) => difference));
  adjust(measured.map(({ difference }) => difference?.equivalence));
  adjust(measured.map(({ time }) => time?.difference?.steps));
  adjust(measured.map(({ time }) => time?.difference?.seconds));
  return measured.map((finding) => {
    const kind = finding.variant === baseline ? "base" : kindOf(finding.difference);
    return { ...finding, kind, comparisons };
  });
}

/** Corrects tests of one family for being several, by Holm. @returns how many they are. */
function adjust(tests: readonly ({ p?: number; adjusted?: number } | undefined)[]): number {
  const those = tests.flatMap((test) => (test?.p === undefined ? [] : [{ test, p: test.p }]));
  const adjusted = holm(those.map(({ p }) => p));
  those.forEach(({ test }, i) => {
    test.adjusted = adjusted[i];
  });
  return those.length;
}

function timesOf(comparison: Comparison): Map<string, TimeToTarget> {
  const { reach, runs, looks } = comparison;
  return reach === undefined ? new Map() : timesToTarget({ ...comparison, reach, looks, seeds: seedsIn(runs) });
}

/** In the order in which they were asked for. */
function seedsIn(runs: readonly StudyRun[]): number[] {
  return [...new Set(runs.map(({ seed }) => seed))];
}

type Measured = Pick<Finding, "value" | "variance" | "simplest" | "difference" | "seeds" | "failed" | "interrupted">;

function measuredOf(variant: string, comparison: Comparison): Measured {
  const { runs, baseline, metric, unit, equivalence: margin, looks } = comparison;
  const [values, baseValues] = [valuesByRun(comparison, variant), valuesByRun(comparison, baseline)];
  const both = runs.filter((run) => [variant, baseline].includes(run.variant));
  const seeds = new Set(both.map(runName)).size;
  const failed = new Set(both.filter((run) => outcomeOf(run, metric) === "failed").map(runName)).size;
  const own = runs.filter((run) => run.variant === variant);
  const pairs = own.flatMap((run): Pair[] => {
    const [value, base] = [values.get(runName(run)), baseValues.get(runName(run))];
    if (value === undefined || base === undefined) return [];
    return [{ seed: run.seed, ...defined({ dataSeed: run.dataSeed }), value, base }];
  });
  const simplest = meanOf(own.map((run) => run.baseline?.[metric]).filter((x) => x !== undefined));
  const counts = { seeds, failed, interrupted: seeds - failed - pairs.length };
  const measured = { ...meanMeasured(own, values, unit), ...defined({ simplest }), ...counts };
  if (variant === baseline || pairs.length === 0) return measured;
  const difference = differenceOf(pairs, { margin, looks, seeds: seedsIn(runs) });
  return { ...measured, difference: possible(difference, unit, -1) };
}

/** The mean of a variant's values; over seeds and splits, with what it varies with. */
function meanMeasured(
  own: readonly StudyRun[],
  values: ReadonlyMap<string, number>,
  unit: MetricUnit,
): Pick<Finding, "value" | "variance"> {
  const crossed = own.flatMap(({ seed, dataSeed }) => {
    const value = dataSeed === undefined ? undefined : values.get(runName({ seed, dataSeed }));
    return dataSeed === undefined || value === undefined ? [] : [{ seed, dataSeed, value }];
  });
  if (crossed.length === 0) return { value: possible(estimate([...values.values()]), unit, 0) };
  const { variance, p: _, error: __, df: ___, ...value } = crossedMean(crossed);
  return { value: possible(value, unit, 0), ...defined({ variance }) };
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

/** What a variant's runs measured on the test set, by their names, "seed 3"; without those that failed or are not finite. */
export function valuesByRun(
  { runs, metric }: Pick<Comparison, "runs" | "metric">,
  variant: string,
): Map<string, number> {
  const usable = runs.filter((run) => run.variant === variant && outcomeOf(run, metric) === "measured");
  return new Map(usable.map((run) => [runName(run), run.test?.[metric] as number]));
}

function kindOf(difference: Finding["difference"]): FindingKind {
  if (difference === undefined) return "none";
  const { p, adjusted = 1, mean, deviation, equivalence } = difference;
  if (p === undefined) return "single";
  if (deviation === 0) return mean === 0 ? "same" : "constant";
  if (p < SIGNIFICANCE) return adjusted < SIGNIFICANCE ? "clear" : "doubtful";
  return (equivalence?.adjusted ?? 1) < SIGNIFICANCE ? "equivalent" : "open";
}
