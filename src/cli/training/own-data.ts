import { basename, extname } from "node:path";
import { sourceSpec } from "../../recipe/data-text.ts";
import type { Recipe } from "../../recipe/recipe.ts";

/** The name of data of one's own, from the path of their file or folder: "penguins"; undefined for a dataset that comes with the library. */
export function ownDataName({ data, use }: Pick<Recipe, "data" | "use">): string | undefined {
  const { path } = sourceSpec(data, use);
  if (typeof path !== "string") return undefined;
  const file = basename(path.replace(/\.gz$/i, ""));
  return basename(file, extname(file)).replaceAll(/[^\p{L}\p{N}._-]+/gu, "-") || "data";
}
