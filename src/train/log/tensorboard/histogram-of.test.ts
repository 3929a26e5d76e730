import { expect, test } from "vitest";
import { RandomStream } from "../../../random.ts";
import { histogramOf } from "./histogram-of.ts";

test("every number is below the limit of its bucket, and not below that of the one before", () => {
  const random = new RandomStream(1, "histogram");
  const values = Array.from({ length: 2000 }, () => random.normal() * 10 ** (40 * random.uniform() - 20));
  values.push(0, -0, 1e-12, -1e-12, 1e-300, -1e-300, 1e20, -1e20, 1e300, -1e300, Number.NaN, Number.POSITIVE_INFINITY);
  const { limits, counts, num, min, max, sum, sumSquares } = histogramOf(values);
  const finite = values.filter(Number.isFinite);
  expect([num, min, max]).toEqual([finite.length, Math.min(...finite), Math.max(...finite)]);
  expect(sum).toBe(finite.reduce((total, x) => total + x, 0));
  expect(sumSquares).toBe(finite.reduce((total, x) => total + x * x, 0));
  expect(limits).toEqual([...limits].sort((a, b) => a - b));
  limits.forEach((limit, i) => {
    const from = i === 0 ? Number.NEGATIVE_INFINITY : limits[i - 1];
    expect(counts[i]).toBe(finite.filter((x) => x >= from && x < limit).length);
  });
});

test("a tensor of few sizes takes few buckets", () => {
  expect(histogramOf(new Float32Array(1000))).toMatchObject({ min: 0, max: 0, num: 1000, counts: [1000] });
  expect(histogramOf(Float32Array.of(-1, 1)).counts.filter((count) => count > 0)).toEqual([1, 1]);
  expect(histogramOf(Float32Array.of(-1, 1)).counts.length).toBeLessThanOrEqual(3);
  expect(histogramOf([])).toEqual({ min: 0, max: 0, num: 0, sum: 0, sumSquares: 0, limits: [], counts: [] });
});
