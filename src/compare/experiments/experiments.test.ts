import { describe, expect, test } from "vitest";
import { defineRecipe } from "../../recipe/define-recipe.ts";
import { recipeData } from "../../recipe/recipe-data.ts";
import { checkRecipe } from "../../recipe/train-recipe.ts";
import type { Experiment } from "../experiment.ts";
import { variantsOf } from "../variants.ts";
import * as experiments from "./index.ts";

describe.each(Object.entries<Experiment>(experiments))("%s", (key, experiment) => {
  test("is named as it is exported, asks about at least two variants, and fits its data", async () => {
    expect(experiment.name).toBe(key);
    expect(experiment.summary).toMatch(/^.{20,160}\.$/);
    expect(experiment.question).toMatch(/^[A-Z].{20,120}\?$/);
    const { base, drawn, vary, design, variants: named } = experiment;
    const variants = variantsOf({ base: { ...base, ...drawn }, vary, design, variants: named });
    expect(variants.length).toBeGreaterThan(1);
    const few = await recipeData(defineRecipe({ trainSize: 200, validationSize: 10, testSize: 10 }));
    for (const { recipe } of variants) await expect(checkRecipe(recipe, few)).resolves.toBeUndefined();
  });
});
