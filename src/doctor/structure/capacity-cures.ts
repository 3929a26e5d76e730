import type { Cure } from "../diagnosis.ts";
import type { Examination } from "../examination.ts";

/** A usual number of hidden units. */
const UNITS = 64;

/** What to do about a model that is too large or too small: other widths of an mlp, else in words. */
export function capacityCures(where: string, { patient: { recipe } }: Examination): Cure[] {
  const text = where === "model" ? "Take fewer units" : "Take more units";
  if (recipe?.model !== "mlp") return [{ text }];
  const given = recipe.hidden ?? [UNITS];
  const hidden =
    where === "model" ? given.map((units) => Math.min(units, UNITS)) : given.map((units) => Math.max(units, UNITS));
  return [{ text, change: { hidden } }];
}
