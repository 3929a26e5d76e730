import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { usageError } from "../errors.ts";
import { show } from "../options.ts";
import type { RecipeInput } from "../recipe/recipe.ts";

/** A recipe from a file: JSON, or a module whose default export it is. */
export async function readRecipe(file: string): Promise<RecipeInput> {
  const value = file.endsWith(".json") ? await readJson(file) : await importDefault(file);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as RecipeInput;
  throw usageError({ where: file, expected: "an object of recipe keys", received: show(value) });
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    throw refused(file, "a JSON file", cause);
  }
}

async function importDefault(file: string): Promise<unknown> {
  try {
    return ((await import(pathToFileURL(resolve(file)).href)) as { default?: unknown }).default;
  } catch (cause) {
    throw refused(file, "a .json file, or a module with a default export that this Node.js can import", cause);
  }
}

function refused(file: string, expected: string, cause: unknown): Error {
  return usageError({ where: file, expected, received: cause instanceof Error ? cause.message : String(cause), cause });
}
