import { describe, expect, test } from "vitest";
import { signed } from "../../compare/words/number-words.ts";
import { duration } from "../../train/progress/duration.ts";
import {
  instant,
  interval,
  meanOf,
  measured,
  percent,
  pInColumn,
  signedInterval,
  unbroken,
  withoutSharedStart,
} from "./format.ts";

describe("numbers", () => {
  test("writes a share in percent and a number as it is", () => {
    expect(percent(0.98941)).toBe("98.94 %");
    expect([measured(0.5, "share"), measured(0.03124, "number"), measured(1234.56, "number")]).toEqual([
      "50.00 %",
      "0.0312",
      "1234.6",
    ]);
  });

  test("says what is absent and what is not finite, also where JSON has made null of it", () => {
    expect([measured(undefined, "number"), measured(Number.NaN, "number"), measured(null, "share")]).toEqual([
      "—",
      "not finite",
      "not finite",
    ]);
    expect([meanOf({ mean: Number.NaN, count: 0 }, "number"), meanOf({ mean: 0.5, count: 1 }, "number")]).toEqual([
      "—",
      "0.5000",
    ]);
  });

  test("writes intervals without their unit, differences with their sign, and nothing for one seed", () => {
    const estimate = { mean: 0, low: -0.001, high: 0.0074, count: 2 };
    expect(interval({ ...estimate, low: 0.98 }, "share")).toBe("98.00 to 0.74");
    expect(signedInterval(estimate, "share")).toBe("−0.10 to +0.74");
    expect(interval({ ...estimate, low: -0.0254 }, "share")).toBe("−2.54 to 0.74");
    expect(interval({ ...estimate, low: 0, high: 1, beyond: { low: -1, high: 2 } }, "share")).toBe("0* to 100*");
    expect(signedInterval(estimate, "number")).toBe("−0.0010 to +0.0074");
    expect([interval({ mean: 1, count: 1 }, "number"), signedInterval({ mean: 1, count: 1 }, "number")]).toEqual([
      "—",
      "—",
    ]);
  });

  test("writes p without its name under a heading that has it", () => {
    expect([pInColumn(0.0341), pInColumn(1e-9), pInColumn(undefined)]).toEqual(["0.034", "< 0.001", "—"]);
  });
});

describe("duration", () => {
  test.each([
    [0.84, "0.8 s"],
    [9.94, "9.9 s"],
    [9.96, "10 s"],
    [59.6, "1 min 0 s"],
    [72, "1 min 12 s"],
    [3599.7, "1 h 0 min"],
    [7500, "2 h 5 min"],
    [Number.NaN, "—"],
  ])("%d seconds are %s", (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });
});

describe("text", () => {
  test("shortens instants in UTC and leaves other dates alone", () => {
    expect(instant("2026-03-01T12:34:56.789Z")).toBe("2026-03-01 12:34 UTC");
    expect(instant("2026-03-01T12:34:56+01:00")).toBe("2026-03-01T12:34:56+01:00");
  });

  test("keeps numbers and their signs together", () => {
    expect(unbroken("step p = 0.03, a 95 % interval; p < 0.001")).toBe(
      "step p\u00a0=\u00a00.03, a 95\u00a0% interval; p\u00a0<\u00a00.001",
    );
  });
});

describe("withoutSharedStart", () => {
  test("leaves names whole where they have room", () => {
    expect(withoutSharedStart(["dropout 0", "dropout 0.5"], 11)).toEqual(["dropout 0", "dropout 0.5"]);
  });

  test("drops the words that all names begin with, but never all of a name", () => {
    expect(withoutSharedStart(["dropout 0", "dropout 0.5"], 10)).toEqual(["0", "0.5"]);
    expect(withoutSharedStart(["a long name", "a long name indeed"], 8)).toEqual(["name", "name indeed"]);
    expect(withoutSharedStart(["adam", "optimizer momentum"], 8)).toEqual(["adam", "optimizer momentum"]);
  });
});

test("numbers have digits that fit their size", () => {
  expect([3.42e-6, 0.0312, 99.5, 1520.47, 1234567.1234, 0].map((x) => measured(x, "number"))).toEqual([
    "0.00000342",
    "0.0312",
    "99.5000",
    "1520.5",
    "1234567",
    "0.0000",
  ]);
  expect(measured(4.1e-8, "target")).toBe("4.10e-8");
  expect(signed(-1234567.1234, "target")).toBe("−1234567");
});
