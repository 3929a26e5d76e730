import { catalogue } from "../catalogue.ts";
import type { Recipe } from "../recipe/recipe.ts";
import type { Rate } from "./study.ts";

/** The learning rate of a recipe, or the default of its optimizer. */
export function rateOf({ optimizer, learningRate }: Recipe): Rate {
  const byDefault = catalogue.optimizers[optimizer].definition.options.learningRate.fallback as number;
  return { optimizer, value: learningRate ?? byDefault, byDefault: learningRate === undefined };
}
