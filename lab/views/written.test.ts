import { afterEach, beforeAll, expect, test } from "vitest";
import { language } from "../texts/language.ts";
import { loadLanguage } from "../texts/load-language.ts";
import { metricName, whole, written } from "./written.ts";

beforeAll(() => loadLanguage("zh"));
afterEach(() => {
  language.value = "en";
});

test("numbers have the unit and the language of the page", () => {
  expect(written(0.829, "percent")).toBe("82.9\u00a0%");
  expect(written(0.0982, "points", { signed: true })).toBe("+9.82 points");
  expect(written(-0.0982, "points", { signed: true, unit: false })).toBe("−9.82");
  expect(written(1234, "steps")).toBe("1,234 steps");
  language.value = "zh";
  expect(written(0.829, "percent")).toBe("82.9%");
  expect(written(0.0982, "points")).toBe("9.82 个百分点");
});

test("numbers that are very small or very large keep their digits", () => {
  expect(written(0.00012, "number")).toBe("1.2E−4");
  expect(written(3.2e9, "number")).toBe("3.2E9");
  expect(written(0, "number")).toBe("0.000");
  expect(whole(12_345_678)).toBe("12,345,678");
});

test("a small share keeps its unit's place, and a count has digits only where it is no whole number", () => {
  expect(written(0.0004, "points", { signed: true })).toBe("+0.04 points");
  expect(written(1e-6, "points", { signed: true })).toBe("0.00 points");
  expect([9.8, 5].map((value) => written(value, "count"))).toEqual(["9.8", "5"]);
});

test("a number that is missing or not finite is said so", () => {
  expect(written(undefined, "percent")).toBe("–");
  expect(written(Number.NaN, "number")).toBe("not finite");
});

test("a metric that has no name in the language is shown as it is", () => {
  expect(metricName("accuracy")).toBe("accuracy");
  expect(metricName("myOwn")).toBe("myOwn");
});
