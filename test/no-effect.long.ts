import { describe, expect, test } from "vitest";
import { alphaSpending } from "../src/compare/statistics/alpha-spending.ts";
import { oneSidedPs } from "../src/compare/statistics/equivalence-test.ts";
import { pairedDifference } from "../src/compare/statistics/paired-difference.ts";
import { permutationTest } from "../src/compare/statistics/permutation-test.ts";
import { signTest } from "../src/compare/statistics/sign-test.ts";
import { twoSidedP } from "../src/compare/statistics/student-t.ts";
import { varianceComponents } from "../src/compare/statistics/variance-components.ts";
import { RandomStream } from "../src/random.ts";

const STUDIES = 10_000;
const LOOKS = [5, 10, 15, 20, 25];

describe("10,000 studies without an effect find one", () => {
  test("in 5 % ± 1 by the t test, with 5 and with 10 seeds", () => {
    for (const seeds of [5, 10])
      expect(Math.abs(found((random) => pOf(drawn(random, seeds)) < 0.05, `t ${seeds}`) - 0.05)).toBeLessThan(0.01);
  });

  test("in 5 % ± 1 by the permutation test with 10 seeds, also where differences are far from normal", () => {
    expect(Math.abs(found((random) => permutationTest(drawn(random, 10)).p < 0.05, "normal") - 0.05)).toBeLessThan(
      0.01,
    );
    const uneven = (random: RandomStream) => drawn(random, 10).map((each) => each ** 3);
    expect(Math.abs(found((random) => permutationTest(uneven(random)).p < 0.05, "cubes") - 0.05)).toBeLessThan(0.01);
  });

  test("in 5 % ± 1 over all looks until it is decided, and far more often where looking is not corrected for", () => {
    const levels = alphaSpending(LOOKS, 25, 0.05);
    const looking = (random: RandomStream, level: (look: number) => number) => {
      const all = drawn(random, 25);
      return LOOKS.some((seeds, look) => pOf(all.slice(0, seeds)) <= level(look));
    };
    expect(Math.abs(found((random) => looking(random, (look) => levels[look].level), "looks") - 0.05)).toBeLessThan(
      0.01,
    );
    expect(found((random) => looking(random, () => 0.05), "looks")).toBeGreaterThan(0.1);
  });

  // Satterthwaite's degrees of freedom keep the error where splits matter, and below it where they do not.
  test.each([
    [3, 1],
    [1, 1],
    [0, 1],
    [0, 0],
  ])(
    "in at most 6 % over splits that vary by %d and seeds by %d, and far more often where runs on one split count as independent",
    (split, seed) => {
      const table = (random: RandomStream) => {
        const splits = drawn(random, 4).map((each) => split * each);
        return Array.from({ length: 5 }, () => {
          const own = seed * random.normal();
          return splits.map((each) => each + own + random.normal());
        });
      };
      const crossed = (random: RandomStream) => {
        const { mean, error, df } = varianceComponents(table(random));
        return twoSidedP(mean / error, df) < 0.05;
      };
      expect(found(crossed, "crossed")).toBeLessThan(0.06);
      if (split > 0) expect(found((random) => pOf(table(random).flat()) < 0.05, "crossed")).toBeGreaterThan(0.2);
    },
  );

  test("in at most 5 % by the sign test, which cannot reach 5 % exactly", () => {
    const share = found((random) => signTest(drawn(random, 10)).p < 0.05, "signs");
    expect(share).toBeLessThan(0.06);
    expect(share).toBeGreaterThan(0.01);
  });
});

test("10,000 studies whose true difference is the margin call it equivalent in 5 % ± 1", () => {
  const share = found((random) => {
    const { mean, deviation = 0 } = pairedDifference(
      drawn(random, 10).map((each) => each + 2),
      new Array(10).fill(0),
    );
    return Math.max(...oneSidedPs(mean, deviation / Math.sqrt(10), 9, 2)) < 0.05;
  }, "margin");
  expect(Math.abs(share - 0.05)).toBeLessThan(0.01);
});

/** The share of studies in which an effect is found. */
function found(finds: (random: RandomStream) => boolean, purpose: string): number {
  let count = 0;
  for (let study = 0; study < STUDIES; study++) if (finds(new RandomStream(7, purpose, study))) count++;
  return count / STUDIES;
}

function drawn(random: RandomStream, count: number): number[] {
  return Array.from({ length: count }, () => random.normal());
}

function pOf(differences: readonly number[]): number {
  return pairedDifference(
    differences,
    differences.map(() => 0),
  ).p as number;
}
