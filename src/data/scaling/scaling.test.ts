import { describe, expect, test } from "vitest";
import type { Scaling } from "../scaling.ts";
import { scaleToSymmetric } from "./scale-to-symmetric.ts";
import { scaleToUnit } from "./scale-to-unit.ts";
import { standardize } from "./standardize.ts";

/** What numbers become under a scaling that was fitted to the first list. */
function scaled(scaling: Scaling, training: readonly number[], numbers: readonly number[] = training): number[] {
  const { subtract, multiply } = scaling.fit(Float64Array.from(training));
  return numbers.map((x) => (x - subtract) * multiply);
}

describe("by the training set alone", () => {
  test("scaleToUnit: pixels of 0 to 255 lie in [0, 1], others where the same line leads", () => {
    expect(scaled(scaleToUnit(), [0, 51, 255], [0, 51, 255, 510, -255])).toEqual([0, 0.2, 1, 2, -1]);
  });

  test("scaleToSymmetric: pixels of 0 to 255 lie in [−1, 1]", () => {
    expect(scaled(scaleToSymmetric(), [0, 255], [0, 127.5, 255, 510])).toEqual([-1, 0, 1, 3]);
    expect(scaled(scaleToSymmetric(), [-3, 5], [-3, 1, 5])).toEqual([-1, 0, 1]);
  });

  test("standardize: mean 0 and standard deviation 1, the variance divided by the number of values", () => {
    const values = [2, 4, 4, 4, 5, 5, 7, 9]; // mean 5, standard deviation 2
    expect(scaled(standardize(), values)).toEqual([-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2]);
    expect(scaled(standardize(), values, [11])).toEqual([3]);
  });
});

test.each([scaleToUnit, scaleToSymmetric, standardize])("of one number alone gives 0, and nothing infinite", (make) => {
  expect(scaled(make(), [7, 7, 7])).toEqual([0, 0, 0]);
});

describe("a constant is no range", () => {
  const made = [scaleToUnit(), scaleToSymmetric(), standardize()];

  test.each([14.62, 0.1, 1e-3, -273.15, 1.7e9, 3e18])("%d, a thousand times", (value) => {
    const training = new Float64Array(1000).fill(value);
    for (const scaling of made) expect(scaling.fit(training)).toEqual({ subtract: value, multiply: 1 });
  });

  test("up to rounding: 0.1 + 0.2 and 0.3 differ by 2⁻⁵⁴, float32 neighbors of 14.62 by 2⁻²⁰", () => {
    const float64 = Float64Array.of(0.3, 0.1 + 0.2, 0.3);
    const float32 = Float32Array.of(14.62, 14.62 + 2 ** -20, 14.62);
    for (const scaling of made) {
      expect(scaling.fit(float64).multiply).toBe(1);
      expect(scaling.fit(float32).multiply).toBe(1);
    }
  });

  test("what varies by little, but truly, is scaled", () => {
    const halves = (low: number, high: number) => Float64Array.from({ length: 1000 }, (_, i) => (i % 2 ? high : low));
    expect(standardize().fit(halves(0, 1e-7)).multiply).toBeCloseTo(2e7, 0); // standard deviation 5e-8
    expect(standardize().fit(halves(1.7e9, 1.7e9 + 1))).toEqual({ subtract: 1.7e9 + 0.5, multiply: 2 });
    expect(scaleToUnit().fit(halves(1e15, 1e15 + 1))).toEqual({ subtract: 1e15, multiply: 1 });
  });

  test("a range whose inverse float32 does not hold is none", () => {
    expect(scaleToUnit().fit(Float64Array.of(0, 1e-39)).multiply).toBe(1);
  });
});
