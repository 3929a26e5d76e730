import type { Dataset } from "../data/dataset.ts";
import { limit } from "../data/split.ts";
import { usageError } from "../errors.ts";
import { once } from "../once.ts";
import { defined } from "../options/defined.ts";
import type { Recipe, RecipeInput } from "../recipe/recipe.ts";
import { DATA_KEYS, type DataContext, dataOfRecipe } from "../recipe/recipe-data.ts";
import { isInstance } from "../trick/instance.ts";

/** Those that data made in code leave open: how many of the samples are used. */
const SIZES: readonly string[] = ["task", "trainSize", "validationSize", "testSize", "dataSeed"];

/** Gives the data of recipes, and loads data that several recipes share only once. */
export function sharedData(own: Dataset | undefined, context: DataContext): (recipe: Recipe) => Promise<Dataset> {
  const loaded = new Map<string, Promise<Dataset>>();
  return (recipe) => {
    const key = JSON.stringify(DATA_KEYS.map((each) => recipe[each] ?? null));
    return once(loaded, key, async () => (own === undefined ? dataOfRecipe(recipe, context) : limited(own, recipe)));
  };
}

/** Fewer samples of data made in code, where the recipe asks for that. */
function limited(data: Dataset, { trainSize, validationSize, testSize, dataSeed }: Recipe): Dataset {
  return limit(data, defined({ train: trainSize, validation: validationSize, test: testSize }), dataSeed);
}

/** @throws a usage error for a key of the recipe that says which data there are beside data made in code. */
export function demandFreeData(base: RecipeInput, data: unknown): void {
  if (data === undefined || isInstance(data)) return;
  const key = DATA_KEYS.find((each) => base[each] !== undefined && !SIZES.includes(each));
  if (key === undefined) return;
  throw usageError({
    where: "compare: data",
    expected: `data made in code, or base: { ${key} }`,
    received: "both",
    fix: `Leave ${key} out of the base.`,
  });
}
