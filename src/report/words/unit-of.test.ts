import { expect, test } from "vitest";
import { unitOf } from "./unit-of.ts";

test("a study's metric has the unit that the study says, other measures that of the metric of their name", () => {
  expect(unitOf({ metric: "sureness", unit: "share" })).toBe("share");
  expect(unitOf({ metric: "sureness", unit: "share" }, "accuracy")).toBe("share");
  expect(unitOf({ metric: "accuracy", unit: "share" }, "topKAccuracy(k: 5)")).toBe("share");
  expect(unitOf({ metric: "accuracy", unit: "share" }, "rootMeanSquaredError")).toBe("target");
  expect(unitOf({ metric: "accuracy", unit: "share" }, "loss")).toBe("number");
  expect(unitOf({ metric: "accuracy", unit: "share" }, "constructor")).toBe("number");
});

test("studies of 0.1.0 say no unit: accuracy is a share, and a loss a number", () => {
  expect(unitOf({ metric: "accuracy" })).toBe("share");
  expect(unitOf({ metric: "loss" })).toBe("number");
});
