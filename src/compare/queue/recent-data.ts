import type { Dataset } from "../../data/dataset.ts";
import type { Recipe } from "../../recipe/recipe.ts";
import { DATA_KEYS, type DataContext, dataOfRecipe } from "../../recipe/recipe-data.ts";

/** How many datasets a worker keeps in memory. */
const MOST = 3;

/** The data of the last recipes, which runs of one study share. */
export class RecentData {
  readonly #context: DataContext;
  readonly #loaded = new Map<string, Promise<Dataset>>();

  constructor(context: DataContext) {
    this.#context = context;
  }

  of(recipe: Recipe): Promise<Dataset> {
    const key = keyOf(recipe);
    const data = this.#loaded.get(key) ?? dataOfRecipe(recipe, this.#context);
    this.#loaded.delete(key);
    this.#loaded.set(key, data); // the last one
    data.catch(() => this.#loaded.delete(key));
    for (const oldest of this.#loaded.keys()) if (this.#loaded.size > MOST) this.#loaded.delete(oldest);
    return data;
  }

  /** Loads them anew the next time: they may have been put right. */
  forget(recipe: Recipe): void {
    this.#loaded.delete(keyOf(recipe));
  }
}

function keyOf(recipe: Recipe): string {
  return JSON.stringify(DATA_KEYS.map((each) => recipe[each] ?? null));
}
