import { defineRecipe } from "evenkeel";
import { expect, test } from "vitest";
import type { OwnData } from "../own-data.ts";
import { exportedRecipe } from "./exported-recipe.ts";

const experiment = {
  chapter: "x",
  which: "main",
  base: { epochs: 2 },
  a: {},
  b: { norm: "batch" },
  seed: 7,
  seeds: 1,
} as const;
const own = (kind: OwnData["kind"], ...paths: string[]): OwnData => ({
  kind,
  name: paths[0] ?? "",
  files: paths.map((path) => ({ path, blob: new Blob([path]) })),
});

test("the recipe of a side has all that makes its first run", () => {
  expect(exportedRecipe(experiment, "b")).toEqual({ epochs: 2, norm: "batch", seed: 7 });
});

test("files that were dropped are named, also where their names have marks of their own", () => {
  const recipe = exportedRecipe(experiment, "a", { ...own("csv", 'a "b".csv'), target: "y" });
  expect(recipe).toMatchObject({ data: 'csv("a \\"b\\".csv")', target: "y" });
  expect(() => defineRecipe(recipe)).not.toThrow();
});

test("a test set of its own stays a test set", () => {
  const names = [
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
  ];
  const { data } = exportedRecipe(experiment, "a", own("idx", ...names));
  expect(data).toBe(
    `idx({ images: "${names[2]}", labels: "${names[3]}", testImages: "${names[0]}", testLabels: "${names[1]}" })`,
  );
});
