import { type Experiment, type RecipeJson, recipeOf } from "../experiment.ts";
import { arraysIn } from "../own-data/arrays-in.ts";
import type { OwnData } from "../own-data.ts";
import type { ArmName } from "../protocol.ts";

/** The recipe of a side as a file has it: all that makes its first run, with the same bits. */
export function exportedRecipe(experiment: Experiment, arm: ArmName, own?: OwnData): RecipeJson {
  const recipe = { ...recipeOf(experiment, arm), seed: experiment.seed };
  return own === undefined ? recipe : { ...recipe, ...dataOf(own, recipe) };
}

/** Where the command line finds data that were dropped: beside the recipe, by their names. */
function dataOf({ kind, name, files, target, size }: OwnData, recipe: RecipeJson): RecipeJson {
  if (kind === "csv") return { data: `csv(${JSON.stringify(name)})`, target: recipe.target ?? target };
  if (kind === "images")
    return { data: `imageFolder(${JSON.stringify(name)}${size === undefined ? "" : `, { size: ${size} }`})` };
  const arrays = Object.entries(arraysIn(files)).flatMap(([part, file]) =>
    file === undefined ? [] : [`${part}: ${JSON.stringify(file.path)}`],
  );
  return { data: `idx({ ${arrays.join(", ")} })` };
}
