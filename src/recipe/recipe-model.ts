import type { Dataset } from "../data/dataset.ts";
import type { Layer } from "../model/layer.ts";
import { architectureNamed, isArchitecture, withArchitectures } from "./architecture-maker.ts";
import { withDataDefaults } from "./data-defaults.ts";
import { MODEL_KEYS, type ModelKey } from "./model-defaults.ts";
import { outputsFor } from "./outputs-for.ts";
import type { Recipe } from "./recipe.ts";
import { isExpression, readWritten } from "./written.ts";

/** The model of a recipe, with the outputs that the data need. */
export function recipeModel(recipe: Recipe, data: Dataset): Layer {
  const { model = "", use, ...settings } = withDataDefaults(recipe, data);
  const outputs = () => outputsFor(recipe, data);
  if (!isExpression(model)) {
    const { options, layers } = architectureNamed(model);
    const keys = MODEL_KEYS.filter((key) => Object.hasOwn(options, key) && settings[key] !== undefined);
    const given = (key: ModelKey) =>
      key === "init" ? readWritten("recipe: init", ["initializers"], settings.init, use) : settings[key];
    const fallbacks = Object.fromEntries(Object.entries(options).map(([key, { fallback }]) => [key, fallback]));
    const values = Object.fromEntries(keys.map((key) => [key, given(key)]));
    return layers({ ...fallbacks, ...values, outputs: outputs() } as never);
  }
  const layer = readWritten("recipe: model", ["layers"], model, withArchitectures(use)) as Layer;
  if (!isArchitecture(layer)) return layer;
  const { options, layers } = layer.definition;
  const { classes, outputs: given } = layer.values;
  const asks = Object.hasOwn(options, "outputs") && given === undefined && classes === options.classes?.fallback;
  return layers({ ...layer.values, ...(asks ? { outputs: outputs() } : {}) } as never);
}
