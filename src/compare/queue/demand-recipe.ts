import { usageError } from "../../errors.ts";
import type { PreparedVariant } from "../prepared-variant.ts";

/** What to do instead of what no message can carry. */
const INSTEAD = {
  data: 'Name them in the recipe, base: { data: "table.csv" } or base: { data: moons() }: workers load them by that.',
  model: 'Say it in the recipe, as an expression: base: { model: "sequential([dense(8), relu(), dense(3)])" }.',
  options: "Say them in the recipe: { plain: {}, fast: { optimizer: sgd() } }.",
  metric: 'Name one of the catalogue: metric: "f1".',
  use: "Leave out tricks of your own: workers know those of the catalogue.",
};

/** @throws a usage error for a variant that is more than a recipe in JSON, with what to do instead. */
export function demandRecipe({ name, madeInCode }: PreparedVariant): void {
  if (madeInCode === undefined) return;
  throw usageError({
    where: `compare: queue: variant ${name}`,
    expected: "a variant that is a recipe, which a queue can carry as JSON",
    received: `${madeInCode === "use" ? "tricks of your own" : madeInCode} made in code`,
    fix: `${INSTEAD[madeInCode]} Or leave queue out.`,
  });
}
