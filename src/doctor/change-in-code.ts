import { EvenkeelError, usageError } from "../errors.ts";
import { show } from "../options/show.ts";
import { recipeWithoutData } from "../recipe/define-recipe.ts";
import { MODEL_KEYS } from "../recipe/model-defaults.ts";
import { writtenModel } from "../recipe/model-of-recipe.ts";
import type { Recipe, RecipeInput } from "../recipe/recipe.ts";
import { recipeTraining } from "../recipe/recipe-training.ts";
import { isExpression } from "../recipe/written.ts";
import { writtenValue } from "../trick/written.ts";
import type { Patient } from "./examination.ts";

/** Keys by which what is measured changes; where another one does it, that follows from the model. */
const METRIC_KEYS = ["metrics", "metric", "loss", "task"];
/** Sizes of sets, and what a program calls them. */
const SIZES = { trainSize: "train", validationSize: "validation", testSize: "test" } as const;

/**
 * A change of a recipe as a program says it: `train(model, data, { scaling: standardize() })`, with the options of `train`, the
 * model and the sizes of sets that differ. "" where a program cannot say it in a line.
 */
export function changeInCode({ training }: Patient, recipe: Recipe, change: Readonly<Record<string, unknown>>): string {
  const { data } = training;
  try {
    const changed = recipeWithoutData(changedRecipe(recipe, change));
    const [before, after] = [recipe, changed].map((one) => ({
      model: text(writtenModel(one, data)),
      options: textsOf(recipeTraining(one, data)),
    }));
    const options = Object.entries(after.options).filter(
      ([key, value]) =>
        before.options[key] !== value && (key !== "metrics" || METRIC_KEYS.some((each) => each in change)),
    );
    const model = before.model === after.model ? "model" : after.model;
    const sizes = Object.entries(SIZES).flatMap(([key, name]) =>
      change[key] === undefined ? [] : [`${name}: ${show(change[key])}`],
    );
    const set = sizes.length === 0 ? "data" : `withSizes(data, { ${sizes.join(", ")} })`;
    const given = options.length === 0 ? "" : `, { ${options.map(([key, value]) => `${key}: ${value}`).join(", ")} }`;
    return model === "model" && set === "data" && given === "" ? "" : `train(${model}, ${set}${given})`;
  } catch (error) {
    if (error instanceof EvenkeelError) return "";
    throw error;
  }
}

/** The recipe with a change: a model that is written out takes the place of the keys that describe one. */
export function changedRecipe(recipe: Recipe, change: Readonly<Record<string, unknown>>): RecipeInput {
  const replaced = isExpression(change.model) ? MODEL_KEYS : [];
  return { ...recipe, ...Object.fromEntries(replaced.map((key) => [key, undefined])), ...change };
}

function textsOf(options: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(options).flatMap(([key, value]) => (value === undefined ? [] : [[key, text(value)]])),
  );
}

function text(value: unknown): string {
  return writtenValue(value, (one, where) => {
    throw usageError({ where, expected: "what a program can say in a line", received: show(one) });
  });
}
