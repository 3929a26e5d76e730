import { expect, test } from "vitest";
import { recipeOptions } from "../recipe/recipe.ts";
import { readVary } from "./commands/compare.ts";
import { readValue } from "./recipe-flags.ts";

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
