import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Experiment } from "../../lab/experiment.ts";
import { exportedRecipe } from "../../lab/export/exported-recipe.ts";
import { ownDataset } from "../../lab/own-data/own-dataset.ts";
import type { OwnData } from "../../lab/own-data.ts";
import { defineRecipe } from "../../src/recipe/define-recipe.ts";
import { recipeCommand } from "../../src/recipe/recipe-command.ts";
import { recipeData } from "../../src/recipe/recipe-data.ts";
import { trainRecipe } from "../../src/recipe/train-recipe.ts";
import { buildDist, PATIENCE, ROOT, runNode } from "../dist.ts";

const MAIN = join(ROOT, "dist/bundle/cli.js");
let folder: string;

beforeAll(async () => {
  await buildDist();
  folder = mkdtempSync(join(tmpdir(), "evenkeel-"));
}, PATIENCE);
afterAll(() => rmSync(folder, { recursive: true }));

const experiment: Experiment = {
  chapter: "normalization",
  which: "main",
  base: { model: "mlp", hidden: [8], trainSize: 100, validationSize: 20, testSize: 50, epochs: 2, dropout: 0.5 },
  a: { norm: "none" },
  b: { norm: "batch", dropout: null },
  seed: 3,
  seeds: 1,
};

test("a recipe taken from the page gives the same numbers in a terminal, as a file and as a command", {
  timeout: PATIENCE,
}, async () => {
  const recipe = exportedRecipe(experiment, "b");
  expect(recipe).not.toHaveProperty("dropout");
  writeFileSync(join(folder, "b.json"), JSON.stringify(recipe));
  const run = await trainRecipe(defineRecipe(recipe), await recipeData(defineRecipe(recipe)));
  const expected = run.history.map(({ train }) => train.loss);
  const flags = recipeCommand(defineRecipe(recipe)).split(" ").slice(2);
  expect(await losses("b.json")).toEqual(expected);
  expect(await losses(...flags)).toEqual(expected);
});

test("own data are found beside the recipe by their name", { timeout: PATIENCE }, async () => {
  const rows = Array.from({ length: 60 }, (_, i) => `${(i * 7) % 11},${(i * 5) % 13},${i % 3 === 0 ? "a" : "b, or c"}`);
  const text = `x,y,"kind, or type"\n${rows.map((row) => row.replace("b, or c", '"b, or c"')).join("\n")}`;
  const own: OwnData = {
    kind: "csv",
    name: "my table.csv",
    files: [{ path: "my table.csv", blob: new Blob([text]) }],
    target: "kind, or type",
  };
  writeFileSync(join(folder, own.name), text);
  const recipe = exportedRecipe({ ...experiment, base: { model: "mlp", hidden: [8], epochs: 2 }, b: {} }, "b", own);
  writeFileSync(join(folder, "own.json"), JSON.stringify(recipe));
  const { data: _, ...others } = recipe;
  const run = await trainRecipe(others, await ownDataset(own, {}));
  expect(await losses("own.json")).toEqual(run.history.map(({ train }) => train.loss));
});

async function losses(...args: string[]): Promise<number[]> {
  const { stdout, stderr } = await runNode([MAIN, "train", ...args, "--json"], { cwd: folder });
  try {
    return (JSON.parse(stdout).history as { train: { loss: number } }[]).map(({ train }) => train.loss);
  } catch {
    throw new Error(stderr);
  }
}
