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

describe("by the training part alone", () => {
  test("scaleToUnit: pixels of 0 to 255 lie in [0, 1], others where the same line leads", () => {
    expect(scaled(scaleToUnit(), [0, 51, 255], [0, 51, 255, 510, -255])).toEqual([0, 0.2, 1, 2, -1]);
  });

  test("scaleToSymmetric: pixels of 0 to 255 lie in [−1, 1]", () => {
    expect(scaled(scaleToSymmetric(), [0, 255], [0, 127.5, 255, 510])).toEqual([-1, 0, 1, 3]);
    expect(scaled(scaleToSymmetric(), [-3, 5], [-3, 1, 5])).toEqual([-1, 0, 1]);
  });

  test("standardize: mean 0 and deviation 1, the variance divided by the number of values", () => {
    const values = [2, 4, 4, 4, 5, 5, 7, 9]; // mean 5, deviation 2
    expect(scaled(standardize(), values)).toEqual([-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2]);
    expect(scaled(standardize(), values, [11])).toEqual([3]);
  });
});

test.each([scaleToUnit, scaleToSymmetric, standardize])("of one number alone gives 0, and nothing infinite", (make) => {
  expect(scaled(make(), [7, 7, 7])).toEqual([0, 0, 0]);
});
