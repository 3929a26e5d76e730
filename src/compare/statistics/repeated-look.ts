import { alphaSpending } from "./alpha-spending.ts";
import type { Interval } from "./bca-interval.ts";
import type { EquivalenceTest } from "./equivalence-test.ts";
import { oneSidedPs } from "./equivalence-test.ts";
import { SIGNIFICANCE } from "./levels.ts";
import { pairedDifference } from "./paired-difference.ts";
import { sequentialP } from "./sequential-p.ts";
import { studentTQuantile } from "./student-t.ts";

/** When a growing study was looked at: how many seeds there were each time, and how many there can be. */
export interface Looks {
  seeds: readonly number[];
  most: number;
}

/** What looks say together. */
export interface RepeatedLook {
  p: number;
  interval: Interval | undefined;
  equivalence: EquivalenceTest | undefined;
}

/**
 * What differences say that were looked at several times: p allows for all looks, and the interval is what the repeated intervals
 * of all looks have in common, which contain the true mean all at once in 95 % of studies (Jennison and Turnbull 1989,
 * "Interim analyses: the repeated confidence interval approach", J. of the Royal Statistical Society B 51).
 * @param differences of each look; where they do not vary, p is that of flipping signs, 2^(1 − n), as a t test cannot say.
 */
export function repeatedLook(differences: readonly (readonly number[])[], looks: Looks, margin?: number): RepeatedLook {
  const each = differences.map(standing);
  const allowing = (ps: readonly number[]) => sequentialP(ps, looks.seeds, looks.most);
  return {
    p: allowing(each.map(({ p }) => p)),
    interval: common(each, looks, SIGNIFICANCE),
    equivalence: margin === undefined ? undefined : equivalent(each, looks, margin),
  };
}

/** What one look has. */
interface Standing {
  mean: number;
  error: number;
  df: number;
  p: number;
}

function standing(differences: readonly number[]): Standing {
  const {
    mean,
    deviation = 0,
    count,
    p = 1,
  } = pairedDifference(
    differences,
    differences.map(() => 0),
  );
  return { mean, error: deviation / Math.sqrt(count), df: count - 1, p: p === 0 ? 2 ** (1 - count) : p };
}

/** What the intervals of all looks have in common; none where none of them varies. */
function common(each: readonly Standing[], { seeds, most }: Looks, alpha: number): Interval | undefined {
  const levels = alphaSpending(seeds.slice(0, each.length), most, alpha);
  const intervals = each.flatMap(({ mean, error, df }, i) => {
    if (!(error > 0) || levels[i].level === 0) return [];
    const reach = studentTQuantile(1 - levels[i].level / 2, df) * error;
    return [{ low: mean - reach, high: mean + reach }];
  });
  if (intervals.length === 0) return undefined;
  const both = {
    low: Math.max(...intervals.map(({ low }) => low)),
    high: Math.min(...intervals.map(({ high }) => high)),
  };
  return both.low <= both.high ? both : intervals.at(-1); // looks that contradict each other: one in thousands
}

function equivalent(each: readonly Standing[], looks: Looks, margin: number): EquivalenceTest | undefined {
  const last = each.at(-1);
  if (last === undefined || last.df < 1) return undefined;
  const sides = each.map(({ mean, error, df }) => (df < 1 ? [1, 1] : oneSidedPs(mean, error, df, margin)));
  const oneSided = (side: 0 | 1) =>
    sequentialP(
      sides.map((ps) => Math.min(1, 2 * ps[side])),
      looks.seeds,
      looks.most,
    ) / 2;
  const { low, high } = common(each, looks, 2 * SIGNIFICANCE) ?? { low: last.mean, high: last.mean };
  return { margin, p: Math.max(oneSided(0), oneSided(1)), low, high };
}
