import { existsSync, readFileSync, statSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import * as v from "valibot";
import { errorText } from "../../error-text.ts";
import { usageError } from "../../errors.ts";
import { writeFileWhole } from "../../files.ts";
import { defined } from "../../options/defined.ts";
import { dataText, sourceSpec } from "../../recipe/data-text.ts";
import type { Recipe, RecipeInput } from "../../recipe/recipe.ts";
import { checkpointFiles } from "../../train/checkpoint/checkpoint-files.ts";
import { isModule, readRecipe } from "../read-recipe.ts";

/** How a run was begun, beside its recipe: all that `evenkeel resume` needs. */
const begun = v.object({
  /** The folder in which the command was given. */
  folder: v.string(),
  /** The module that the recipe is from, for tricks of its own. */
  module: v.exactOptional(v.string()),
  /** Flags that are no part of the recipe. */
  flags: v.record(v.string(), v.string()),
  /** Its logs, by their paths from the folder of the run. */
  logs: v.exactOptional(v.array(v.string())),
});
export type Begun = v.InferOutput<typeof begun>;

/** A run that is resumed by a path. */
export interface RunFolder {
  /** Where its recipe is. */
  home?: string;
  /** Where it goes on to be saved; undefined for a file that is not the newest of its folder. */
  checkpoints: string | undefined;
  /** How many there are. */
  count: number;
  recipe: RecipeInput | undefined;
  begun: Begun | undefined;
}

const BEGUN = "command.json";
/** The file by which the folder of a run is known. */
export const RECIPE = "recipe.json";

/**
 * Writes how a run is begun to its folder.
 * @returns what puts back what was there, for a run that is refused: what it asked for is not kept.
 */
export async function writeRunFolder(
  folder: string,
  { use: _, ...recipe }: Recipe,
  how: Begun,
): Promise<() => Promise<void>> {
  const texts = { [BEGUN]: how, [RECIPE]: recipe }; // the recipe last: by it the folder is known
  const before = Object.keys(texts).map((name) => {
    const path = join(folder, name);
    return { path, bytes: existsSync(path) ? readFileSync(path) : undefined };
  });
  for (const [name, value] of Object.entries(texts))
    await writeFileWhole(join(folder, name), `${JSON.stringify(value, null, 2)}\n`);
  return async () => {
    for (const { path, bytes } of before) await (bytes === undefined ? rm(path) : writeFileWhole(path, bytes));
  };
}

/**
 * What is known of a run by the folder of its checkpoints, the folder around it, or one of its files.
 * @param file a recipe file that is given beside it; a module brings the tricks in place of the one that the run was begun with.
 * @throws a usage error where there is nothing.
 */
export async function readRunFolder(path: string, file?: string): Promise<RunFolder> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined)
    throw usageError({ where: "resume", expected: "the folder of a run, or its file", received: `no ${path}` });
  const inside = found.isDirectory() ? resolve(path) : dirname(resolve(path));
  const files = await checkpointFiles(inside);
  const isNewest = found.isDirectory() || files.at(-1)?.path === join(inside, basename(path));
  const checkpoints = isNewest ? dirname(files.at(0)?.path ?? join(inside, "none yet")) : undefined;
  const home = [inside, dirname(inside)].find((each, i) => {
    return (i === 0 || basename(inside) === "checkpoints") && existsSync(join(each, RECIPE));
  });
  if (home === undefined) return { checkpoints, count: files.length, recipe: undefined, begun: undefined };
  const how = await readBegun(join(home, BEGUN));
  const recipe = await readRecipe(join(home, RECIPE));
  const use =
    how?.module === undefined || isModule(file) ? undefined : await tricksOf(resolve(how.folder, how.module), path);
  const whole: RecipeInput = use === undefined ? recipe : { ...recipe, use };
  return {
    home,
    checkpoints,
    count: files.length,
    recipe: how === undefined ? whole : foundFrom(how.folder, whole),
    begun: how && (isNewest ? how : aside(how)),
  };
}

/** The tricks of the module that a run was begun with. */
async function tricksOf(module: string, path: string): Promise<RecipeInput["use"]> {
  if (existsSync(module)) return (await readRecipe(module)).use;
  throw usageError({
    where: `resume ${path}`,
    expected: `${module}, the module with the tricks of this run`,
    received: "no such file",
    fix: `Give it where it is now: evenkeel train MODULE --resume ${path}.`,
  });
}

/** A run that branches off does not write to the files of the one that it comes from. */
function aside({ logs: _, flags: { threads, backend }, ...how }: Begun): Begun {
  return { ...how, flags: defined({ threads, backend }) };
}

async function readBegun(path: string): Promise<Begun | undefined> {
  if (!existsSync(path)) return undefined;
  try {
    return v.parse(begun, JSON.parse(await readFile(path, "utf8")));
  } catch (cause) {
    throw usageError({
      where: path,
      expected: "how a run was begun, as JSON",
      received: errorText(cause),
      fix: "Remove the file, and give the flags that are no part of the recipe again.",
      cause,
    });
  }
}

/** The recipe with the paths of its data as they are from here, where they were given from another folder. */
function foundFrom(folder: string, recipe: RecipeInput): RecipeInput {
  if (resolve(folder) === process.cwd() || typeof recipe.data !== "string") return recipe;
  const here = (value: unknown) =>
    typeof value === "string" && !existsSync(value) && existsSync(resolve(folder, value))
      ? resolve(folder, value)
      : value;
  const use = recipe.use as Recipe["use"];
  const spec = sourceSpec(recipe.data, use);
  const moved = Object.fromEntries(
    Object.entries(spec).map(([key, value]) => [key, key === "name" ? value : here(value)]),
  );
  const dataDirectory = here(recipe.dataDirectory) as string | undefined;
  const isMoved = JSON.stringify(moved) !== JSON.stringify(spec);
  const isPath = isMoved && "path" in spec && recipe.data === spec.path;
  const data = !isMoved ? recipe.data : isPath ? (moved.path as string) : dataText(moved, use);
  return { ...recipe, data: data as NonNullable<RecipeInput["data"]>, ...(dataDirectory && { dataDirectory }) };
}
