import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { errorText } from "../error-text.ts";
import { usageError } from "../errors.ts";
import { repeatedKey } from "../formats/repeated-key.ts";
import { show } from "../options/show.ts";
import type { RecipeInput } from "../recipe/recipe.ts";
import { isInstance } from "../trick/instance.ts";
import { importModule } from "./import-module.ts";

/** File extensions that are imported, and so executed. */
const MODULES = [".mjs", ".js", ".cjs", ".mts", ".ts", ".cts"];
/** Far deeper than any recipe, whose lists are one deep. */
const DEEPEST = 10;

/** A recipe from a file: JSON, or the default export of a module, with the tricks that the module exports as `use`. */
export async function readRecipe(file: string): Promise<RecipeInput> {
  const ending = extname(file).toLowerCase();
  if (ending !== ".json" && !MODULES.includes(ending))
    throw usageError({
      where: file,
      expected: `a recipe file that ends in .json, or in ${MODULES.slice(0, 3).join(", ")} for a module`,
      received: ending === "" ? "no extension" : ending,
    });
  const { value, use } = ending === ".json" ? { value: await readJson(file), use: undefined } : await imported(file);
  if (isDeep(value)) throw usageError({ where: file, expected: "a recipe", received: "lists within lists" });
  const isRecipe = typeof value === "object" && value !== null && !Array.isArray(value) && !isInstance(value);
  if (isRecipe) return use === undefined ? (value as RecipeInput) : withUse(file, value as RecipeInput, use);
  throw usageError({ where: file, expected: "an object of recipe keys", received: show(value) });
}

/** Whether a recipe file is a module, which may bring tricks of its own. */
export function isModule(file: string | undefined): file is string {
  return file !== undefined && MODULES.includes(extname(file).toLowerCase());
}

/** Whether lists and objects are nested deeper than in any recipe; cycles count as deep. */
function isDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth++)
    level = level.flatMap((each) =>
      typeof each === "object" && each !== null && !isInstance(each) ? Object.values(each) : [],
    );
  return level.length > 0;
}

async function readJson(file: string): Promise<unknown> {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await readFile(file)); // without a byte order mark, which some editors write
    const value: unknown = JSON.parse(text);
    const repeated = repeatedKey(text);
    if (repeated !== undefined) throw new SyntaxError(`the key ${show(repeated)} twice`);
    return value;
  } catch (cause) {
    const received = errorText(cause);
    throw usageError({ where: file, expected: "a JSON file", received, cause });
  }
}

/** The recipe of a module with its own tricks. */
function withUse(file: string, recipe: RecipeInput, use: unknown): RecipeInput {
  if (recipe.use === undefined) return { ...recipe, use: use as RecipeInput["use"] };
  throw usageError({
    where: `${file}: use`,
    expected: "your own tricks in one place",
    received: "an export use, and a key use of the default export",
    fix: "Leave one of them out.",
  });
}

async function imported(file: string): Promise<{ value: unknown; use?: unknown }> {
  const expected = "a module with a default export that this Node.js can import";
  const { default: value, use } = await importModule(file, file, expected);
  return { value, use };
}
