import type { ModelKey } from "../recipe/model-defaults.ts";
import type { RecipeInput } from "../recipe/recipe.ts";

/** Values for some keys of a recipe; the first value of each makes the baseline. */
export type Vary = { [K in keyof RecipeInput]?: readonly RecipeInput[K][] };

/** Values for keys of a recipe, and for settings of a model of your own. */
export type Varied = Omit<Vary, ModelKey> & { readonly [setting: string]: readonly unknown[] | undefined };

/** The settings of one variant, as a function that makes its model is given them. */
export type SettingsOf<V> = { [K in keyof V]: NonNullable<V[K]> extends readonly (infer T)[] ? T : unknown };
