import type { Recipe } from "../../recipe/recipe.ts";

/** Whether a recipe has an mlp without normalization: where a disease of signals or rates shows. */
export function isPlain({ model, norm }: Recipe): boolean {
  return model === "mlp" && (norm === undefined || norm === "none");
}
