import { defined } from "../options/defined.ts";
import { bcaInterval } from "./statistics/bca-interval.ts";
import { crossedMean } from "./statistics/crossed-mean.ts";
import { effectSize } from "./statistics/effect-size.ts";
import { type EquivalenceTest, equivalenceTest } from "./statistics/equivalence-test.ts";
import { CONFIDENCE, POWER } from "./statistics/levels.ts";
import { pairedDifference } from "./statistics/paired-difference.ts";
import { permutationTest } from "./statistics/permutation-test.ts";
import { type Looks, repeatedLook } from "./statistics/repeated-look.ts";
import { signTest } from "./statistics/sign-test.ts";
import { studentTQuantile } from "./statistics/student-t.ts";
import type { Difference } from "./study.ts";

/** What a run of the variant and the run of the baseline that it is paired with measured. */
export interface Pair {
  seed: number;
  dataSeed?: number;
  value: number;
  base: number;
}

/** How differences are judged. */
export interface Judging {
  /** The largest difference that counts as none. */
  margin?: number | undefined;
  /** Where seeds were added: how many pairs there were at each look, and how many there can be. */
  looks?: Looks | undefined;
  /** The seeds of the study, in the order in which they were added. */
  seeds: readonly number[];
}

/** The mean difference of pairs, with all that is said of it; at least one pair. */
export function differenceOf(pairs: readonly Pair[], judging: Judging): Difference {
  return pairs.some(({ dataSeed }) => dataSeed !== undefined)
    ? ofCrossed(pairs, judging.margin)
    : ofIndependent(pairs, judging);
}

function ofCrossed(pairs: readonly Pair[], margin: number | undefined): Difference {
  const differences = pairs.map(({ seed, dataSeed = 0, value, base }) => ({ seed, dataSeed, value: value - base }));
  const { error, df, ...difference } = crossedMean(differences);
  if (error === undefined || df === undefined) return difference;
  const equivalence = margin === undefined ? undefined : equivalenceTest(difference.mean, error, df, margin);
  return { ...difference, ...defined({ detectable: detectable(error, df), equivalence }) };
}

function ofIndependent(pairs: readonly Pair[], { margin, looks, seeds }: Judging): Difference {
  const values = pairs.map(({ value }) => value);
  const bases = pairs.map(({ base }) => base);
  const difference = pairedDifference(values, bases);
  const { mean, deviation, count } = difference;
  if (deviation === undefined) return difference;
  const each = pairs.map(({ value, base }) => value - base);
  const rounding = 4 * Number.EPSILON * Math.max(...values.map(Math.abs), ...bases.map(Math.abs));
  const error = deviation / Math.sqrt(count);
  const whole = {
    ...difference,
    ...defined({
      detectable: detectable(error, count - 1),
      bootstrap: deviation === 0 ? undefined : bcaInterval(each),
      permutation: permutationTest(each),
      sign: signTest(each, rounding),
      size: effectSize(mean, deviation, count),
      equivalence: margin === undefined ? undefined : equivalenceTest(mean, error, count - 1, margin),
    }),
  };
  if (looks === undefined) return whole;
  const { p, interval, equivalence } = repeatedLook(atLooks(pairs, looks, seeds), looks, margin);
  return { ...whole, p, ...(deviation > 0 && interval), ...defined({ equivalence: equivalence as EquivalenceTest }) };
}

/** The true difference that 4 of 5 studies with this standard error would find (Zar 2010, section 7.8). */
function detectable(error: number, df: number): number | undefined {
  if (!(error > 0)) return undefined;
  return (studentTQuantile((1 + CONFIDENCE) / 2, df) + studentTQuantile(POWER, df)) * error;
}

/** The differences that there were at each look. */
function atLooks(pairs: readonly Pair[], looks: Looks, seeds: readonly number[]): number[][] {
  return looks.seeds.map((count) => {
    const until = new Set(seeds.slice(0, count));
    return pairs.filter(({ seed }) => until.has(seed)).map(({ value, base }) => value - base);
  });
}
