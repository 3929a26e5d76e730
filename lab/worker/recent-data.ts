import { DATA_KEYS, type Dataset, defineRecipe, recipeData } from "evenkeel";
import type { RecipeJson } from "../experiment.ts";
import type { OwnData } from "../own-data.ts";

/** How many datasets are kept: those of both sides, and of a side that was changed. */
const MOST = 3;

/** The data of the last recipes: further seeds, and further races of the same data, do not draw or read them again. */
export class RecentData {
  readonly #loaded = new Map<string, Promise<Dataset>>();

  /** @throws what the source throws, which names the file, the row and the column. */
  async of(recipe: RecipeJson, own: OwnData | undefined): Promise<Dataset> {
    const key = keyOf(recipe, own);
    const load = async () => {
      if (own === undefined) return recipeData(recipe);
      const { ownDataset } = await import("../own-data/own-dataset.ts"); // few drop files
      return ownDataset(own, recipe);
    };
    const data = this.#loaded.get(key) ?? load();
    this.#loaded.delete(key);
    this.#loaded.set(key, data); // the last one
    data.catch(() => this.#loaded.delete(key));
    for (const oldest of this.#loaded.keys()) if (this.#loaded.size > MOST) this.#loaded.delete(oldest);
    return data;
  }
}

function keyOf(recipe: RecipeJson, own: OwnData | undefined): string {
  const files = own && [
    own.kind,
    own.name,
    own.target,
    own.size,
    ...own.files.map(({ path, blob }) => [path, versionOf(blob)]),
  ];
  const whole: RecipeJson = { ...defineRecipe(recipe) };
  return JSON.stringify([files, DATA_KEYS.map((key) => whole[key] ?? null)]);
}

/** A file that was changed since is another one. */
function versionOf(blob: Blob): unknown {
  return [blob.size, blob instanceof File && blob.lastModified];
}
