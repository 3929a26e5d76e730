import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { defineLayer } from "../model/layer.ts";
import { defineRecipe } from "./define-recipe.ts";
import type { RecipeInput } from "./recipe.ts";
import { recipeCommand, shellWord, shortest } from "./recipe-command.ts";

test.each<[string, RecipeInput]>([
  ["evenkeel train", {}],
  ["evenkeel train --model mlp", { model: "mlp", norm: "none", epochs: 5, batchSize: 64 }],
  [
    "evenkeel train --model mlp --hidden 64,32 --learning-rate 0.001",
    { model: "mlp", hidden: [64, 32], learningRate: 1e-3 },
  ],
  [
    `evenkeel train --data 'my data'\\''s.csv' --target y --optimizer 'adam({ b1: 0.8 })'`,
    { data: "my data's.csv", target: "y", optimizer: "adam({ b1: .8, })" },
  ],
])("%s", (command, input) => {
  expect(recipeCommand(defineRecipe(input))).toBe(command);
});

test("tricks of one's own stand in the file alone", () => {
  const twice = defineLayer({ name: "twice", summary: "2x", source: "a test", options: {}, forward: (x) => x.mul(2) });
  const recipe = defineRecipe({ data: "moons", model: "sequential([twice(), dense(2)])", use: [twice] });
  expect(recipeCommand(recipe, "own.mjs")).toBe(
    "evenkeel train own.mjs --data moons --model 'sequential([twice(), dense(2)])'",
  );
});

test("what is left out follows from the rest", () => {
  const recipe = defineRecipe({ model: "resnet", depth: 8, clip: 2, clipMode: "clipByValue", sam: 0.05 });
  expect(Object.keys(shortest(recipe)).sort()).toEqual(["clip", "clipMode", "depth", "model", "sam"]);
  expect(defineRecipe(shortest(recipe))).toEqual(recipe);
});

test("every text is one word of a shell, as it was", () => {
  const said = (words: readonly string[]) =>
    execFileSync("sh", ["-c", `printf '%s\\0' ${words.map(shellWord).join(" ")}`], { encoding: "utf8" })
      .split("\0")
      .slice(0, -1);
  const word = fc.string({ unit: fc.constantFrom(..."ab '\"\\$`!*?~#&|;<>(){}[]\n\t-=é") });
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), (words) => void expect(said(words)).toEqual(words)),
    { numRuns: 30 },
  );
});
