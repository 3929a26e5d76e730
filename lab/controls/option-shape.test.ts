import { catalogue, type Option, recipeOptions } from "evenkeel";
import { expect, test } from "vitest";
import { shapeOf } from "./option-shape.ts";

const of = (kind: keyof typeof catalogue, name: string, option: string) =>
  shapeOf(catalogue[kind][name].definition.options[option]);
const ofKey = (key: keyof typeof recipeOptions) => shapeOf(recipeOptions[key] as Option<unknown>);

test("ranges come from the schema of an option", () => {
  expect(of("layers", "dropout", "rate")).toEqual({ kind: "number", low: 0, high: 1, whole: false });
  expect(of("layers", "augment", "rotate")).toEqual({ kind: "number", low: 0, high: 180, whole: false });
  expect(of("sources", "spirals", "classes")).toEqual({ kind: "number", low: 2, high: 100, whole: true });
  expect(ofKey("batchSize")).toEqual({ kind: "number", low: 1, high: Number.POSITIVE_INFINITY, whole: true });
  expect(ofKey("learningRate")).toMatchObject({ kind: "number", low: 0, high: Number.POSITIVE_INFINITY });
  expect(ofKey("trainSize")).toEqual({ kind: "number", low: 10, high: 1_000_000, whole: true });
});

test("an option that chooses, switches or takes tricks gets a control for that", () => {
  expect(ofKey("shuffle")).toEqual({ kind: "switch" });
  expect(of("scalings", "standardize", "per")).toEqual({ kind: "choice", choices: ["all", "feature", "channel"] });
  expect(ofKey("hidden")).toEqual({ kind: "list" });
  expect(ofKey("optimizer")).toMatchObject({ kind: "trick", kinds: ["optimizers"], several: false });
  expect(ofKey("schedule")).toMatchObject({ kind: "trick", kinds: ["schedules"], several: false });
  expect(ofKey("callbacks")).toMatchObject({ kind: "trick", kinds: ["callbacks"], several: true });
  expect(of("layers", "sequential", "layers")).toMatchObject({ kind: "trick", several: true });
  expect(of("optimizers", "partition", "groups")).toEqual({ kind: "text" });
});

test("every option of every trick has a control", () => {
  const shapes = Object.values(catalogue).flatMap((tricks) =>
    Object.values(tricks).flatMap(({ definition }) =>
      Object.values(definition.options as Record<string, Option<unknown>>).map((option) => shapeOf(option).kind),
    ),
  );
  expect(new Set(shapes)).toEqual(new Set(["number", "switch", "choice", "trick", "list", "text"]));
});
