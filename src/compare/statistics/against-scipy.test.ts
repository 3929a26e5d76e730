import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { alphaSpending } from "./alpha-spending.ts";
import { bcaEnds } from "./bca-interval.ts";
import { effectSize } from "./effect-size.ts";
import { equivalenceTest } from "./equivalence-test.ts";
import { estimate } from "./estimate.ts";
import { noncentralTCdf } from "./noncentral-t.ts";
import { normalTail } from "./normal.ts";
import { pairedDifference } from "./paired-difference.ts";
import { permutationTest } from "./permutation-test.ts";
import { seedsToDetect } from "./seeds-to-detect.ts";
import { signTest } from "./sign-test.ts";
import { varianceComponents } from "./variance-components.ts";

interface Sample {
  values: number[];
  t: { p: number; low: number; high: number };
  sign: number;
  permutation: number | null;
  bca: { means: number[]; low: number; high: number } | null;
  size: { d: number; g: number | null; low: number; high: number };
  equivalence: { margin: number; p: number };
}

const fixture = JSON.parse(
  readFileSync(new URL("../../../test/fixtures/statistics.json", import.meta.url), "utf8"),
) as {
  samples: Sample[];
  noncentralT: [number, number, number, number][];
  normalTail: [number, number][];
  seeds: [number, number][];
  spending: { looks: number[]; most: number; alpha: number; bounds: number[]; spent: number[] }[];
  crossed: { table: number[][]; split: number; seed: number; rest: number }[];
};
const numbered = fixture.samples.map((sample, i) => ({ ...sample, of: `sample ${i} of ${sample.values.length}` }));

describe("as SciPy has it", () => {
  test.each(numbered)("$of: Student's interval and p", ({ values, t }) => {
    const { p, low, high } = pairedDifference(
      values,
      values.map(() => 0),
    );
    near(p, t.p, 1e-11);
    near(low, t.low, 1e-11);
    near(high, t.high, 1e-11);
  });

  test.each(numbered)("$of: the sign test", ({ values, sign }) => near(signTest(values).p, sign, 1e-12));

  test.each(numbered.filter(({ permutation }) => permutation !== null))("$of: the permutation test", (sample) => {
    expect(permutationTest(sample.values)).toEqual({ p: sample.permutation, exact: true });
  });

  test.each(numbered.filter(({ bca }) => bca !== null))("$of: the BCa interval of given resamples", (sample) => {
    const { means, low, high } = sample.bca as NonNullable<Sample["bca"]>;
    const ends = bcaEnds(sample.values, Float64Array.from(means));
    near(ends?.low, low, 1e-10);
    near(ends?.high, high, 1e-10);
  });

  test.each(numbered)("$of: the effect size and its interval", ({ values, size }) => {
    const { mean, deviation, count } = estimate(values);
    const found = effectSize(mean, deviation, count);
    near(found?.d, size.d, 1e-12);
    near(found?.g, size.g ?? undefined, 1e-12);
    near(found?.low, size.low, 1e-8);
    near(found?.high, size.high, 1e-8);
  });

  test.each(numbered)("$of: two one-sided tests", ({ values, equivalence }) => {
    const { mean, deviation = 0, count } = estimate(values);
    near(equivalenceTest(mean, deviation / Math.sqrt(count), count - 1, 0.5).p, equivalence.p, 1e-11);
  });

  test.each(fixture.noncentralT)("the noncentral t of %d, %d degrees of freedom, shift %d", (t, df, shift, p) =>
    near(noncentralTCdf(t, df, shift), p, 1e-11),
  );

  test.each(fixture.normalTail)("the normal tail beyond %d", (x, p) => near(normalTail(x), p, 1e-12));

  test.each(fixture.seeds)(
    "an effect of %d takes the seeds of its exact power, at most one fewer or more",
    (d, seeds) => expect(Math.abs(seedsToDetect(d, 1) - seeds)).toBeLessThanOrEqual(1),
  );

  test.each(fixture.spending)("levels for looks at $looks of $most", ({ looks, most, alpha, bounds, spent }) => {
    const found = alphaSpending(looks, most, alpha);
    found.forEach((look, i) => {
      near(look.level, 2 * normalTail(bounds[i]), 1e-5);
      near(look.spent, spent[i], 1e-9);
    });
  });

  test.each(fixture.crossed)("variance components", ({ table, split, seed, rest }) => {
    const { variance } = varianceComponents(table);
    near(variance.split, split, 1e-9);
    near(variance.seed, seed, 1e-9);
    near(variance.rest, rest, 1e-9);
  });
});

/** Equal to a share of the value, or nearly 0; absent where nothing is expected. */
function near(found: number | undefined, expected: number | undefined, share: number): void {
  if (expected === undefined) expect(found).toBeUndefined();
  else expect(Math.abs((found ?? Number.NaN) - expected)).toBeLessThanOrEqual(share * Math.abs(expected) + 1e-14);
}
