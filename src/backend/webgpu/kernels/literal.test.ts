import { expect, test } from "vitest";
import { literal } from "./literal.ts";

test("a literal reads back as the nearest float32", () => {
  for (const value of [0, 1, -2.5, 0.1, 1 / 3, 1e-7, -1e21, 3.4028234663852886e38, 2 ** -126, 2 ** -149, 16777217]) {
    const text = literal(value);
    expect(text).toMatch(/^(\(-)?\d+(\.\d+)?(e[+-]\d+)?f\)?$/);
    expect(Number(text.replace(/[(f)]/g, ""))).toBe(Math.fround(value));
  }
});

test("the sign of zero is kept", () => {
  expect([literal(0), literal(-0)]).toEqual(["0f", "(-0f)"]);
});

test("what is no finite float32 is asked of the arguments", () => {
  expect([Number.NaN, Infinity, -1e39].map(literal)).toEqual(["notANumber()", "infinity()", "(-infinity())"]);
});
