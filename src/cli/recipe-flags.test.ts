import { execFileSync } from "node:child_process";
import { Command } from "commander";
import { expect, test } from "vitest";
import { defineRecipe } from "../recipe/define-recipe.ts";
import { type RecipeInput, recipeOptions } from "../recipe/recipe.ts";
import { recipeCommand } from "../recipe/recipe-command.ts";
import { readVary } from "./commands/compare.ts";
import { addRecipeFlags, readValue, recipeFromFlags } from "./recipe-flags.ts";

test.each<[keyof typeof recipeOptions, string, unknown]>([
  ["learningRate", "1e-3", 1e-3],
  ["learningRate", "none", undefined],
  ["hidden", "64x32", [64, 32]],
  ["hidden", "[64, 32]", [64, 32]],
  ["optimizer", "sgd({ learningRate: 0.1, momentum: 0.9 })", "sgd({ learningRate: 0.1, momentum: 0.9 })"],
  ["metrics", "accuracy,topKAccuracy(3, {})", ["accuracy", "topKAccuracy(3, {})"]],
  [
    "callbacks",
    "[earlyStopping({ patience: 3 }), swa({ from: 2 })]",
    ["earlyStopping({ patience: 3 })", "swa({ from: 2 })"],
  ],
  ["ignore", "id", "id"],
  ["ignore", "id,name", ["id", "name"]],
  ["target", '"height, cm"', "height, cm"],
  ["ignore", '["id"]', ["id"]],
  ["classWeights", '{"yes, sir":2,"no":1}', { "yes, sir": 2, no: 1 }],
  ["classWeights", "balanced", "balanced"],
  ["classWeights", "1,2", [1, 2]],
  ["classWeights", '{ yes: 2, "not yet": 1 }', { yes: 2, "not yet": 1 }],
  ["scaling", "none", "none"],
  ["earlyStopping", "none", "none"],
  ["validationSize", "0.2", 0.2],
  ["data", "tables/penguins.csv", "tables/penguins.csv"],
])("%s %s is %j", (key, text, value) => {
  expect(readValue(`--${key}`, recipeOptions[key] as never, text)).toEqual(value);
});

test("values to vary are parted outside brackets and quotation marks", () => {
  expect(readVary(["optimizer=adam(),sgd({ learningRate: 0.1, momentum: 0.9 }),muon()", "hidden=64x32,[128]"])).toEqual(
    {
      optimizer: ["adam()", "sgd({ learningRate: 0.1, momentum: 0.9 })", "muon()"],
      hidden: [[64, 32], [128]],
    },
  );
});

/** The words of a command, as a shell has them. */
function wordsOf(command: string): string[] {
  return execFileSync("sh", ["-c", `printf '%s\\0' ${command}`], { encoding: "utf8" })
    .split("\0")
    .slice(2, -1);
}

test.each<[string, RecipeInput]>([
  [
    "lists of expressions",
    { metrics: ["accuracy", "topKAccuracy(3)"], callbacks: ["earlyStopping()", "swa({ from: 2 })"] },
  ],
  ["one callback with a list in it", { callbacks: ["earlyStopping({ patience: 3 })"] }],
  ["lists of numbers", { model: "mlp", hidden: [64, 32] }],
  ["one hidden layer", { model: "mlp", hidden: [64] }],
  ["names of columns", { data: "a, b.csv", target: ["x", "y z"], ignore: ["id"], group: "a, b" }],
  [
    "names of columns that look like lists or none",
    { data: "t.csv", target: "a, b", ignore: ["[c]", '"d"'], order: "none" },
  ],
  ["columns without names", { data: "t.csv", target: "4", ignore: ["1", "2"] }],
  ["weights of classes", { data: "t.csv", target: "y", classWeights: { "yes, sir": 2, no: 1 } }],
  ["a default that is written out", { optimizer: "adam({ learningRate: 0.001 })", schedule: "none" }],
  ["a path of an expression", { data: 'csv("it\'s, here.csv", { target: "y", test: 0 })' }],
])("a printed command is read back: %s", (_, input) => {
  const recipe = defineRecipe(input);
  const command = new Command().exitOverride();
  addRecipeFlags(command);
  command.parse(wordsOf(recipeCommand(recipe)), { from: "user" });
  expect(defineRecipe(recipeFromFlags(command.opts()))).toEqual(recipe);
});
