import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { estimate } from "./estimate.ts";
import { holm } from "./holm.ts";
import { pairedDifference } from "./paired-difference.ts";
import { regularizedBeta } from "./regularized-beta.ts";
import { MOST_SEEDS, seedsToDetect } from "./seeds-to-detect.ts";
import { studentTQuantile, twoSidedP } from "./student-t.ts";

/** P(T ≤ t) for Student's t with `df` degrees of freedom (DLMF 8.17.1 with Abramowitz and Stegun 26.7.1). */
function studentTCdf(t: number, df: number): number {
  const tail = twoSidedP(t, df) / 2;
  return t > 0 ? 1 - tail : tail;
}

const degrees = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.double({ min: 0.5, max: 300, noNaN: true }));

describe("Student's t", () => {
  // Published tables; for df 1 and 2 also tan(π (p − 1/2)) and (2p − 1) / √(2 p (1 − p)).
  test.each([
    [0.975, 1, 12.7062047362],
    [0.975, 2, 4.30265272975],
    [0.975, 4, 2.7764451052],
    [0.975, 9, 2.26215716274],
    [0.975, 30, 2.0422724563],
    [0.95, 5, 2.01504837333],
    [0.9995, 5, 6.86882663],
    [0.8, 9, 0.88340386],
  ])("has the quantile of %d with %d degrees of freedom", (p, df, t) => {
    expect(Math.abs(studentTQuantile(p, df) / t - 1)).toBeLessThan(2e-9);
    expect(studentTCdf(studentTQuantile(p, df), df)).toBeCloseTo(p, 13);
  });

  test("agrees with the closed forms for 1 and 2 degrees of freedom to 1e-10", () => {
    for (const p of [0.001, 0.3, 0.501, 0.9, 0.99999]) {
      expect(relative(studentTQuantile(p, 1), Math.tan(Math.PI * (p - 0.5)))).toBeLessThan(1e-10);
      expect(relative(studentTQuantile(p, 2), (2 * p - 1) / Math.sqrt(2 * p * (1 - p)))).toBeLessThan(1e-10);
    }
  });

  // Gauss–Legendre integration of cos(u)^(df − 1) from atan(t / √df) to π/2, over its integral from 0.
  test.each([
    [2.5, 4, 0.06676654481198786],
    [3.2, 9, 0.010831302589901207],
    [1, 2, 0.4226497308103739],
    [0.7, 7, 0.5065175521955981],
    [5, 29, 2.536631573542233e-5],
    [40, 9, 1.898299844933905e-11],
    [1.3, 3, 0.2844675087278968],
  ])("has the two-sided p of t = %d with %d degrees of freedom", (t, df, p) => {
    expect(relative(twoSidedP(t, df), p)).toBeLessThan(1e-12);
    expect(relative(twoSidedP(-t, df), p)).toBeLessThan(1e-12);
    expect(studentTCdf(-t, df)).toBeCloseTo(p / 2, 14);
  });

  test("goes to the normal distribution: 1.959963984540054 at 97.5 %", () => {
    expect(studentTQuantile(0.975, 1e6)).toBeCloseTo(1.959963984540054, 5);
  });

  test("undoes its own quantile", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), degrees, (p, df) => {
        expect(Math.abs(studentTCdf(studentTQuantile(p, df), df) - p)).toBeLessThan(1e-12);
      }),
    );
  });

  test("is symmetric, and rises", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 50, noNaN: true }), degrees, (t, df) => {
        expect(studentTCdf(t, df) + studentTCdf(-t, df)).toBeCloseTo(1, 14);
        expect(studentTCdf(-t, df)).toBeGreaterThan(studentTCdf(-t - 0.1, df));
      }),
    );
    expect(studentTQuantile(0.1, 3)).toBe(-studentTQuantile(0.9, 3));
  });

  test("has its ends at infinity and its middle at 0", () => {
    expect(studentTQuantile(0, 3)).toBe(Number.NEGATIVE_INFINITY);
    expect(studentTQuantile(1, 3)).toBe(Number.POSITIVE_INFINITY);
    expect(studentTQuantile(0.5, 3)).toBe(0);
    expect(studentTCdf(Number.POSITIVE_INFINITY, 3)).toBe(1);
    expect(studentTCdf(Number.NEGATIVE_INFINITY, 3)).toBe(0);
    expect(studentTCdf(0, 3)).toBe(0.5);
    expect(twoSidedP(Number.NaN, 3)).toBeNaN();
  });

  test("refuses what is not a probability, and no degrees of freedom", () => {
    expect(() => studentTQuantile(1.5, 3)).toThrow("expected a probability in [0, 1], received 1.5");
    expect(() => twoSidedP(1, 0)).toThrow("expected degrees of freedom above 0, received 0");
  });
});

describe("regularizedBeta", () => {
  test("agrees with closed forms", () => {
    expect(regularizedBeta(0.3, 1, 1)).toBeCloseTo(0.3, 14);
    expect(regularizedBeta(0.3, 1, 5)).toBeCloseTo(1 - 0.7 ** 5, 14);
    expect(regularizedBeta(0.3, 5, 1)).toBeCloseTo(0.3 ** 5, 14);
    expect(regularizedBeta(0.3, 0.5, 0.5)).toBeCloseTo((2 / Math.PI) * Math.asin(Math.sqrt(0.3)), 14);
    // At least 3 heads of 10 with probability 0.4: 1 − 0.6¹⁰ − 10 · 0.4 · 0.6⁹ − 45 · 0.4² · 0.6⁸
    expect(regularizedBeta(0.4, 3, 8)).toBeCloseTo(0.8327102464, 12);
    expect([regularizedBeta(0, 2, 3), regularizedBeta(1, 2, 3)]).toEqual([0, 1]);
  });

  test("is one minus its mirror image", () => {
    const shape = fc.double({ min: 0.1, max: 100, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), shape, shape, (x, a, b) => {
        expect(regularizedBeta(x, a, b) + regularizedBeta(1 - x, b, a)).toBeCloseTo(1, 11);
      }),
    );
  });
});

describe("estimate", () => {
  test("gives the mean and the interval of Student's t", () => {
    // Mean 4, squared deviations 4 + 0 + 4, s = 2, t(0.975; 2) = 4.30265272975, reach = t · 2 / √3.
    const { mean, low, high, deviation, count } = estimate([2, 4, 6]);
    expect({ mean, deviation, count }).toEqual({ mean: 4, deviation: 2, count: 3 });
    expect(low).toBeCloseTo(4 - 4.968275424, 8);
    expect(high).toBeCloseTo(4 + 4.968275424, 8);
  });

  test("has no interval with one value, and no mean with none", () => {
    expect(estimate([0.5])).toEqual({ mean: 0.5, count: 1 });
    expect(estimate([])).toEqual({ mean: Number.NaN, count: 0 });
  });
});

describe("pairedDifference", () => {
  test("tests the differences, not the values", () => {
    // Differences 1, 2, 3: mean 2, s = 1, t = 2√3 with 2 degrees of freedom, p = 1 − t / √(t² + 2) = 1 − √(6/7).
    const difference = pairedDifference([11, 52, 93], [10, 50, 90]);
    expect(difference.mean).toBe(2);
    expect(difference.deviation).toBe(1);
    expect(difference.p).toBeCloseTo(1 - Math.sqrt(6 / 7), 13);
    expect(difference.low).toBeCloseTo(2 - 4.30265272975 / Math.sqrt(3), 10);
  });

  test("has the interval that excludes 0 exactly when p is below 0.05", () => {
    const sample = fc.array(fc.double({ min: -3, max: 4, noNaN: true }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(sample, (values) => {
        const zeros = values.map(() => 0);
        const { low, high, p } = pairedDifference(values, zeros) as Required<ReturnType<typeof pairedDifference>>;
        if (Math.abs(p - 0.05) > 1e-9) expect(low > 0 || high < 0).toBe(p < 0.05);
      }),
    );
  });

  test("gives certainty for differences without spread, rounding aside", () => {
    expect(pairedDifference([0.3, 0.4], [0.3, 0.4])).toEqual({
      mean: 0,
      low: 0,
      high: 0,
      deviation: 0,
      count: 2,
      p: 1,
    });
    const same = pairedDifference([0.3, 0.2, 1.1], [0.2, 0.1, 1]);
    expect(same.mean).toBeCloseTo(0.1, 15);
    expect([same.low, same.high, same.deviation, same.p]).toEqual([same.mean, same.mean, 0, 0]);
  });

  test("has no p with one pair, and refuses lists that do not pair up", () => {
    expect(pairedDifference([3], [1])).toEqual({ mean: 2, count: 1 });
    expect(() => pairedDifference([1, 2], [1])).toThrow("received 2 and 1");
  });
});

describe("holm", () => {
  test("multiplies the smallest p by the number of comparisons, the next by one fewer, and never falls", () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(holm([0.6, 0.7])).toEqual([1, 1]);
    expect(holm([])).toEqual([]);
  });
});

describe("seedsToDetect", () => {
  // Two-sided paired t test at 5 % with power 80 %, as tabulated for effect sizes of 0.2, 0.5, 0.8 and 1.
  test.each([
    [0.2, 199],
    [0.5, 34],
    [0.8, 15],
    [1, 10],
  ])("finds %d standard deviations with %d seeds", (size, seeds) => {
    expect(seedsToDetect(size, 1)).toBe(seeds);
    expect(seedsToDetect(-3 * size, 3)).toBe(seeds);
  });

  test("stops counting at the most seeds", () => {
    expect(seedsToDetect(0, 1)).toBe(MOST_SEEDS);
    expect(seedsToDetect(1e-6, 1)).toBe(MOST_SEEDS);
    expect(seedsToDetect(1, 0)).toBe(2);
  });
});

const relative = (actual: number, expected: number) => Math.abs(actual / expected - 1);
