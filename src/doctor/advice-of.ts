import { EvenkeelError } from "../errors.ts";
import { expressionOf } from "../expression/to-expression.ts";
import type { Optimizer } from "../optimize/optimizer.ts";
import { canonicalValue } from "../recipe/canonical.ts";
import { recipeWithoutData } from "../recipe/define-recipe.ts";
import { plainRecipe } from "../recipe/own-tricks.ts";
import type { Recipe, RecipeInput } from "../recipe/recipe.ts";
import { recipeFlags } from "../recipe/recipe-command.ts";
import { placeOf, setIn, withOption } from "../recipe/recipe-optimizer.ts";
import { scheduled } from "../recipe/schedule-text.ts";
import { readWritten } from "../recipe/written.ts";
import { changedRecipe, changeInCode } from "./change-in-code.ts";
import type { Cure } from "./diagnosis.ts";
import type { Patient } from "./examination.ts";
import type { Advice } from "./finding.ts";
import { inLayers } from "./in-layers.ts";
import { recipeFor } from "./recipe-for.ts";

/**
 * Cures as advice: the same change as keys of a recipe, as flags of the command line, and in a program. This is the only place
 * that makes flags and code of a change. Advice that the recipe follows already is left out; of a change that no recipe can say, only
 * the text stays.
 */
export function adviceOf(cures: readonly Cure[], patient: Patient): Advice[] {
  const recipe = recipeFor(patient);
  return cures.flatMap(({ text, change: given = {} }) => {
    const asked = inLayers(plainChange(given, recipe), patient, recipe) ?? {};
    const change = withoutContradiction(asked, recipe);
    const told = { text, change: {}, flags: "", code: "" };
    if (Object.keys(given).length === 0 || recipe === undefined) return [{ ...told, change, flags: flagsOf(change) }];
    const before = recipeText(recipe, {});
    const after = recipeText(recipe, change);
    if (after === undefined || Object.keys(change).length === 0) return [told]; // no recipe can say it
    if (after === before) return []; // it is so already
    return [{ text, change, flags: flagsOf(change, recipe), code: changeInCode(patient, recipe, change) }];
  });
}

/** The recipe with a change as JSON; undefined where it would not be valid. */
function recipeText(recipe: Recipe, change: Record<string, unknown>): string | undefined {
  try {
    return JSON.stringify(plainRecipe(recipeWithoutData(changedRecipe(recipe, change))));
  } catch (error) {
    if (error instanceof EvenkeelError) return undefined;
    throw error;
  }
}

/** The flags of a change. What is left out is "none" where the recipe has more there than the default. */
function flagsOf(change: Readonly<Record<string, unknown>>, recipe?: Recipe): string {
  const { model, data, use } = recipe ?? {};
  const usual: Readonly<Record<string, unknown>> = recipe === undefined ? {} : recipeWithoutData({ model, data, use });
  const texts = Object.entries(change).map(([key, value]) => {
    const had = recipe?.[key as keyof Recipe];
    const isSaid = had !== undefined && JSON.stringify(had) !== JSON.stringify(usual[key]);
    return [key, value ?? (isSaid ? "none" : undefined)];
  });
  return recipeFlags(Object.fromEntries(texts)).join(" ");
}

/** The change with tricks as texts. A key that is to be left out stays undefined. */
function plainChange(change: RecipeInput, recipe: Recipe | undefined): Record<string, unknown> {
  const texts = Object.entries(change).map(([key, value]) => [
    key,
    canonicalValue(key as keyof Recipe, value, change.use ?? recipe?.use),
  ]);
  return plainValues(Object.fromEntries(texts));
}

function plainValues(change: Record<string, unknown>): Record<string, unknown> {
  return { ...change, ...plainRecipe(change) };
}

/** Keys that an optimizer may have written out, besides the schedule of its rate: they are changed there, as a recipe takes them in one place only. */
const OF_OPTIMIZERS = ["learningRate", "weightDecay"] as const;

/** The change without a key that the recipe's optimizer has already: the optimizer with this value stands in its place. */
function withoutContradiction(change: Record<string, unknown>, recipe: Recipe | undefined): Record<string, unknown> {
  const keys = OF_OPTIMIZERS.filter((key) => change[key] !== undefined);
  if (recipe === undefined || (keys.length === 0 && change.schedule === undefined)) return change;
  const { use } = recipe;
  try {
    let optimizer = readWritten("optimizer", ["optimizers"], change.optimizer ?? recipe.optimizer, use) as Optimizer;
    const set: string[] = keys.filter((key) => setIn(optimizer, key) !== undefined);
    for (const key of set) optimizer = withOption(optimizer, key, change[key], use);
    const rate = placeOf(optimizer, "learningRate")?.values.learningRate;
    if (change.schedule !== undefined && setIn(optimizer, "schedule") !== undefined && typeof rate === "number") {
      optimizer = withOption(optimizer, "learningRate", scheduled(change.schedule as string, rate, use), use);
      set.push("schedule");
    }
    if (set.length === 0) return change;
    const others = Object.entries(change).filter(([key]) => !set.includes(key));
    return { ...Object.fromEntries(others), optimizer: expressionOf(optimizer) };
  } catch (error) {
    if (error instanceof EvenkeelError) return change; // a rate that no single place has
    throw error;
  }
}
