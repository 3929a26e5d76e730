import { expect, test } from "vitest";
import type { Line } from "../../chart/line.ts";
import { bandDomain, withoutBands } from "./band-domain.ts";

const lineOf = (means: number[], reach: number): Line => ({
  series: 0,
  look: "own",
  points: means.map((mean, i) => ({ x: i + 1, mean, low: mean - reach, high: mean + reach, count: 2 })),
});

test("narrow bands are within the axis", () => {
  const { domain, bandsCut, bandsCover } = bandDomain([lineOf([1, 2, 3], 0.25)]);
  expect([domain, bandsCut, bandsCover]).toEqual([[0.75, 3.25], false, false]);
});

test("wide ones end one and a half times the range of the means further out, and make no axis logarithmic", () => {
  const wide = bandDomain([lineOf([1, 2, 3], 12)]);
  expect(wide).toMatchObject({ bandsCut: true, bandsCover: true, logarithmic: false });
  expect(wide.domain[0]).toBeGreaterThan(0); // as the means are
  expect(wide.domain[1]).toBe(6);
  expect(bandDomain([lineOf([0.01, 1], 0.001)]).logarithmic).toBe(true); // as the means say
});

test("bands are left out without moving the curve", () => {
  const [{ points }] = withoutBands([lineOf([1, 2], 12)]);
  expect(points).toEqual([
    { x: 1, mean: 1, low: 1, high: 1, count: 2 },
    { x: 2, mean: 2, low: 2, high: 2, count: 2 },
  ]);
});
