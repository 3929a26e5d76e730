import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { sampleCount } from "../data/dataset.ts";
import { digits } from "../data/sources/digits.ts";
import { defineRecipe } from "./define-recipe.ts";
import { modelOfRecipe } from "./model-of-recipe.ts";
import type { RecipeInput } from "./recipe.ts";
import { recipeData } from "./recipe-data.ts";
import { recipeTraining } from "./recipe-training.ts";
import { trainRecipe } from "./train-recipe.ts";

let folder: string;
let table: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "evenkeel-"));
  table = join(folder, "table.csv");
  const rows = Array.from(
    { length: 100 },
    (_, i) => `${i},${Math.sin(i)},${Math.cos(i)},${i % 5},${i % 3 ? "b" : "a"}`,
  );
  writeFileSync(table, ["id,x,y,patient,kind", ...rows].join("\n"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const load = (input: RecipeInput) => recipeData(defineRecipe(input));
async function sizes(input: RecipeInput): Promise<(number | undefined)[]> {
  const { train, validation, test } = await load(input);
  return [train, validation, test].map((part) => part && sampleCount(part));
}

test("drawn digits have the sizes of recipes by their name, and their own as an expression", async () => {
  expect(await sizes({ trainSize: 30, validationSize: 0, testSize: 20 })).toEqual([30, undefined, 20]);
  expect(await sizes({ trainSize: 20, validationSize: 0.5, testSize: 0 })).toEqual([20, 10, undefined]);
  const data = "digits({ train: 20, validation: 10, test: 5 })";
  expect(await sizes({ data })).toEqual([20, 10, 5]);
  expect(await load({ data, dataSeed: 3 })).toEqual(await digits({ train: 20, validation: 10, test: 5, seed: 3 }));
});

test("says that a folder is not read where the data are drawn", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  const few: RecipeInput = { trainSize: 20, validationSize: 0, testSize: 1 };
  await load(few);
  expect(warn).not.toHaveBeenCalled();
  expect((await load({ ...few, dataDirectory: "photos" })).train.inputs.shape).toEqual([20, 28, 28, 1]);
  expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('To read a folder, set data: "mnist"'));
  warn.mockRestore();
});

test("a table holds 15 % of its rows out for each set, unless it is told otherwise", async () => {
  const given: RecipeInput = { data: table as "t.csv", target: "kind", ignore: "id" };
  expect(await sizes(given)).toEqual([70, 15, 15]);
  expect(await sizes({ ...given, validationSize: 0, testSize: 0.3 })).toEqual([70, undefined, 30]);
  expect(await sizes({ ...given, trainSize: 20, testSize: 10 })).toEqual([20, 15, 10]);
  const whole = await load(given);
  expect(whole.classes).toEqual(["a", "b"]);
  expect(whole.train.inputs.shape).toEqual([70, 3]);
  expect(await load({ data: `csv(${JSON.stringify(table)}, { target: "kind", ignore: "id" })` })).toMatchObject({
    train: { inputs: { shape: [70, 3] } },
  });
});

test("columns of a table are quantities and names where that is asked for", async () => {
  const asked: RecipeInput = { data: table as "t.csv", target: "kind", numeric: "id", categorical: ["x"] };
  const { columns } = await load(asked);
  expect(columns?.inputs.slice(0, 2).map(({ name, kind }) => [name, kind])).toEqual([
    ["id", "numeric"],
    ["x", "categorical"],
  ]);
});

test("a table that is told to have no test set has none", async () => {
  const data = await load({ data: `csv(${JSON.stringify(table)}, { target: "kind", test: 0 })` });
  expect(data.test).toBeUndefined();
  expect(data.validation).toBeDefined();
});

test("batches of images are at most as large as what there is to train on", async () => {
  const recipe = defineRecipe({ data: "digits({ train: 20, validation: 0, test: 0 })", model: "mlp", epochs: 1 });
  expect(recipe.batchSize).toBeUndefined();
  const data = await recipeData(recipe);
  expect(recipeTraining(recipe, data).batchSize).toBe(20);
  expect(defineRecipe({ data: "digits", trainSize: 30 }).batchSize).toBe(30);
});

test("a recipe of a table follows its data: two classes with one output, numbers by their size, each column by itself", async () => {
  const recipe = defineRecipe({ data: table as "t.csv", target: "kind", ignore: "id", hidden: [4] });
  const data = await recipeData(recipe);
  expect(modelOfRecipe(recipe, data).build([3]).outputShape).toEqual([1]);
  expect(JSON.parse(JSON.stringify(recipeTraining(recipe, data)))).toMatchObject({
    scaling: { name: "standardize" },
    epochs: 200,
    callbacks: [{ name: "earlyStopping", patience: 20 }],
    batchSize: 64,
  });
  const dropped = (keys: object) => JSON.stringify(modelOfRecipe(defineRecipe({ ...recipe, ...keys }), data));
  expect(dropped({})).toContain('{"name":"dropout","rate":0.1}');
  expect(dropped({ dropout: 0 })).not.toContain('"dropout"');
  expect(dropped({ model: "mlp" })).not.toContain('"dropout"');
  const numbers = defineRecipe({ data: table as "t.csv", target: ["x", "y"], ignore: "id", epochs: 2, batchSize: 16 });
  const real = await recipeData(numbers);
  expect(modelOfRecipe(numbers, real).build([2]).outputShape).toEqual([2]);
  const run = await trainRecipe(numbers, real, { threads: 0 });
  expect(run.history).toHaveLength(2); // as many as asked for, without early stopping
  expect(Object.keys(run.test ?? {})).toEqual(["loss", "rootMeanSquaredError", "meanAbsoluteError", "r2"]);
  await run.model.close();
});

test.each<[RecipeInput, string]>([
  [{ target: "x" }, "recipe: target: expected no target beside data digits, since digits has no such option, received"],
  [
    { data: "moons", group: "patient" },
    "recipe: group: expected no group beside data moons, since moons has no such option",
  ],
  [
    { data: 'csv("t.csv", { target: "a" })', target: "b" },
    'recipe: target: expected no target beside data csv("t.csv", { target: "a" }), which sets it, received "b".',
  ],
  [
    { data: "moons({ noise: 0.3, test: 5 })", testSize: 7 },
    "recipe: testSize: expected no testSize beside data moons({ ",
  ],
  [
    { data: 'csv("t.csv", { target: "a", test: 0 })', testSize: 7 },
    'recipe: testSize: expected no testSize beside data csv("t.csv", { target: "a", test: 0 }), which sets it',
  ],
])("%j is refused, with both names", async (input, message) => {
  await expect(load(input)).rejects.toThrow(message);
});
