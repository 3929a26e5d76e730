import type { Experiment, RecipeJson } from "../experiment.ts";
import type { ArmName } from "../protocol.ts";

/** The variants of an experiment, as `compare` has them, by the names that their runs have in a study. */
export function variantsOf({ base, a, b }: Pick<Experiment, "base" | ArmName>): {
  names: Record<ArmName, string>;
  base: RecipeJson;
  variants: Record<string, RecipeJson>;
} {
  const own = [nameOf(a), nameOf(b)];
  const [first = "A", second = "B"] = own[0] === own[1] ? [] : own;
  return { names: { a: first, b: second }, base, variants: { [first]: a, [second]: b } };
}

/** "norm batch, dropout 0.5" */
function nameOf(changes: RecipeJson): string {
  const texts = Object.entries(changes).map(([key, value]) => `${key} ${textOf(value)}`);
  return texts.join(", ") || "plain";
}

function textOf(value: unknown): string {
  if (value === null) return "none";
  return typeof value === "string" ? value : JSON.stringify(value);
}
