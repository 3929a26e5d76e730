import type { Optimizer } from "../optimize/optimizer.ts";
import type { RecipeInput } from "../recipe/recipe.ts";
import { setIn, withOption } from "../recipe/recipe-optimizer.ts";
import { hasOwnRate } from "../recipe/schedule-text.ts";
import { readWritten } from "../recipe/written.ts";
import type { Cure } from "./diagnosis.ts";
import type { Examination } from "./examination.ts";
import { rateOf } from "./signs/rate-of.ts";

/** Other rates to try, over the first: each about as far from the last on a logarithmic scale. */
const RUNGS = [1, 3, 10, 30];

/**
 * The advice to train at `times` the rate, or at the optimizer's default where that lies further in the same direction. How far
 * is a guess, as a loss says only on which side of the best a rate lies: larger rates follow, up to a third of one that is too high.
 */
export function rateCures(examination: Examination, times: number): Cure[] {
  const { rate, usual } = rateOf(examination);
  const moved = rate * times;
  const isFurther = times < 1 ? usual < moved : usual > moved;
  const best = isFurther || !Number.isFinite(moved) ? usual : moved;
  const direction = times < 1 ? "Lower" : "Raise";
  if (!Number.isFinite(best)) return [{ text: `${direction} the learning rate; findRate says to what` }];
  return RUNGS.map((rung) => Number((rung * best).toPrecision(3)))
    .filter((to, i) => i === 0 || times > 1 || 3 * to <= rate)
    .map((to) => ({
      text: `${direction} the learning rate to ${to}${to === usual ? ", the default of the optimizer" : ""}`,
      change: rateChange(examination, to),
    }));
}

/** The change of a recipe to a learning rate, wherever the recipe says it. */
export function rateChange({ patient: { recipe } }: Examination, learningRate: number): RecipeInput {
  if (recipe === undefined) return { learningRate };
  const { optimizer, schedule, use } = recipe;
  const written = readWritten("recipe: optimizer", ["optimizers"], optimizer, use) as Optimizer;
  if (setIn(written, "learningRate") === undefined)
    return { learningRate, ...(schedule !== "none" && hasOwnRate(schedule, use) && { schedule: "none" }) };
  return { optimizer: withOption(written, "learningRate", learningRate, use) };
}
