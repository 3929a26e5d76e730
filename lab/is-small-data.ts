import type { RecipeJson } from "./experiment.ts";

/** Numbers that are drawn in a moment. */
const SMALL = 2e6;

/**
 * Whether the data of a recipe are drawn in a moment. Told by its text alone, whatever its options are called: their counts
 * multiply. Large data are sometimes small; small ones are never large.
 */
export function isSmallData({ data, trainSize, validationSize, testSize }: RecipeJson): boolean {
  const written = String(data ?? "").match(/\d[\d_.]*(?:e\+?\d+)?/gi) ?? [];
  const sizes = [trainSize, validationSize, testSize].map((size) => Number(size ?? 1));
  const counts = [...written.map((text) => Number(text.replaceAll("_", ""))), Math.max(...sizes)];
  return counts.filter((count) => !(count <= 1)).reduce((all, count) => all * count, 1) <= SMALL;
}
