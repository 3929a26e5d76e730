import { expect, test } from "vitest";
import type { Experiment } from "../experiment.ts";
import { recipeOf } from "../experiment.ts";
import { hasCure, withCure } from "./with-cure.ts";

const experiment: Experiment = {
  ...{ chapter: "normalization", which: "main", seed: 1, seeds: 5 },
  base: { model: "mlp", init: "gaussian", schedule: "cosineDecay" },
  a: { norm: "none" },
  b: { norm: "batch" },
};

test("a cure changes B alone", () => {
  const cured = withCure(experiment, { change: { init: "heNormal" } });
  expect(recipeOf(cured, "b")).toEqual({ model: "mlp", init: "heNormal", schedule: "cosineDecay", norm: "batch" });
  expect(recipeOf(cured, "a")).toEqual(recipeOf(experiment, "a"));
  expect([
    hasCure(experiment, { change: { init: "heNormal" } }),
    hasCure(cured, { change: { init: "heNormal" } }),
  ]).toEqual([false, true]);
});

test("a cure takes out what it leaves out", () => {
  const cured = withCure(experiment, { change: { schedule: undefined } });
  expect(recipeOf(cured, "b")).toEqual({ model: "mlp", init: "gaussian", norm: "batch" });
  expect(JSON.parse(JSON.stringify(cured))).toEqual(cured);
  expect(hasCure(cured, { change: { schedule: undefined } })).toBe(true);
});
