import { learningRateOf } from "../optimize/learning-rate.ts";
import type { Optimizer } from "../optimize/optimizer.ts";
import type { Recipe } from "../recipe/recipe.ts";
import { placeOf, recipeOptimizer } from "../recipe/recipe-optimizer.ts";
import type { Rate } from "./study.ts";

/** The first learning rate of a variant; undefined where there is no single one. */
export function rateOf(recipe: Recipe, own?: Optimizer): Rate | undefined {
  const place = placeOf(own ?? recipeOptimizer(recipe), "learningRate");
  if (place === undefined) return undefined;
  const { learningRate } = place.values;
  const byDefault = learningRate === place.definition.options.learningRate.fallback;
  const value = typeof learningRate === "number" ? learningRate : learningRateOf(place, FIRST_STEP);
  return {
    optimizer: place.name,
    value,
    byDefault: byDefault && (own !== undefined || recipe.learningRate === undefined),
  };
}

const FIRST_STEP = { step: 0, stepsPerEpoch: 1, totalSteps: 1 };
