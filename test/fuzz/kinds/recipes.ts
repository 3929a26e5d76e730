import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readRecipe } from "../../../src/cli/read-recipe.ts";
import { fromExpression } from "../../../src/expression/from-expression.ts";
import { toExpression } from "../../../src/expression/to-expression.ts";
import { defineRecipe } from "../../../src/recipe/define-recipe.ts";
import { recipeCommand } from "../../../src/recipe/recipe-command.ts";
import { forgeJson } from "../forge-json.ts";
import type { FuzzKind } from "../kind.ts";

const encoded = (text: string) => new TextEncoder().encode(text);
const RECIPES = [
  {
    data: "digits",
    model: "convnet",
    epochs: 3,
    optimizer: "sgd({ momentum: 0.9 })",
    schedule: "exponential:0.9",
    earlyStopping: "none",
  },
  {
    data: "digits",
    model: "mlp",
    hidden: [64, 32],
    dropout: 0.5,
    callbacks: ["earlyStopping({ patience: 3 })"],
    metrics: ["accuracy", "topKAccuracy(3)"],
    classWeights: "balanced",
  },
  {
    data: "moons({ noise: 0.2 })",
    model: "mlp",
    loss: "crossEntropy",
    validationSize: 0.2,
    optimizer: { name: "adam" },
    swa: 3,
    maxSteps: 50,
  },
];
const MODELS = [
  "sequential([conv2d(8, 3, { padding: 'same' }), batchNorm(), relu(), /* why */ flatten(), dense(10)])",
  "residual(sequential([dense(6), tanh(), dropout(5e-1), dense(6, { init: heNormal(), bias: false })]))",
  "parallel([dense(4), weightNorm(dense(4)), dense({ units: 10 })])",
];

/** Recipes in JSON, and expressions. */
export function recipesKinds(scratch: string): FuzzKind[] {
  const path = join(scratch, "recipe.json");
  return [
    {
      name: "recipe",
      files: RECIPES.map((recipe) => encoded(JSON.stringify(recipe))),
      isChecked: false,
      forge: (bytes, random) => encoded(forgeJson(new TextDecoder().decode(bytes), random)),
      read: async (bytes) => {
        writeFileSync(path, bytes);
        const recipe = defineRecipe(await readRecipe(path));
        const again = defineRecipe(JSON.parse(JSON.stringify(recipe)));
        if (JSON.stringify(again) !== JSON.stringify(recipe)) throw new Error("another recipe when it is read again");
        return [recipe, recipeCommand(recipe)];
      },
    },
    {
      name: "expression",
      files: MODELS.map(encoded),
      isChecked: false,
      read: async (bytes) => {
        const layer = fromExpression("layers", new TextDecoder().decode(bytes));
        const text = toExpression(layer);
        if (text.length < 20_000 && toExpression(fromExpression("layers", text)) !== text)
          throw new Error("another layer when it is read again");
        return text;
      },
    },
  ];
}
