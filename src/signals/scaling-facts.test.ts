import { expect, test } from "vitest";
import { scalingFacts } from "./scaling-facts.ts";

test("are those of IEEE 754 and of calculus", async () => {
  const { sums, spacings, slopes } = await scalingFacts();
  for (const { large, small, sum } of sums) expect(sum).toBe(Math.fround(Math.fround(large) + Math.fround(small)));
  expect(sums[0]).toEqual({ large: 1e10, small: 1e-10, sum: 1e10 });
  expect(sums.map(({ large, sum }) => sum === large)).toEqual([true, true, true, false]);
  // 2^(exponent − 23)
  for (const { at, spacing } of spacings) expect(spacing, `${at}`).toBe(2 ** (Math.floor(Math.log2(at)) - 23));
  expect(spacings.map(({ spacing }) => spacing)).toContain(1024); // at 1e10

  const at = (x: number) => slopes.find((row) => row.x === x) as (typeof slopes)[number];
  expect(at(0)).toEqual({ x: 0, tanh: 1, sigmoid: 0.25, relu: expect.any(Number) });
  expect(at(1).tanh).toBeCloseTo(1 / Math.cosh(1) ** 2, 6);
  expect(at(2).sigmoid).toBeCloseTo(0.104994, 6);
  // 4/(e⁵ + e⁻⁵)²: of 1 − tanh² in float32, 3 digits are left.
  expect(at(5).tanh / 1.8158e-4).toBeCloseTo(1, 2);
  expect(at(10).tanh).toBeLessThan(1e-7);
  expect(at(10).sigmoid / 4.5396e-5).toBeCloseTo(1, 2);
  expect(at(255)).toEqual({ x: 255, tanh: 0, sigmoid: 0, relu: 1 });
});
