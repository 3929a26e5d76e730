import type { Dataset } from "../data/dataset.ts";
import type { Layer } from "../model/layer.ts";
import { architectureNamed, isArchitecture, keptWhole, withArchitectures } from "./architecture-maker.ts";
import { withDataDefaults } from "./data-defaults.ts";
import { MODEL_KEYS, type ModelKey } from "./model-defaults.ts";
import { outputsFor } from "./outputs-for.ts";
import type { Recipe } from "./recipe.ts";
import { withTask } from "./with-task.ts";
import { isExpression, readWritten } from "./written.ts";

/** The model of a recipe that was checked. */
export function modelOfRecipe(recipe: Recipe, data: Dataset): Layer {
  const layer = writtenModel(recipe, data);
  return isArchitecture(layer) ? layer.definition.layers(layer.values as never) : layer;
}

/** The same as one would write it: an architecture keeps its options. */
export function writtenModel(recipe: Recipe, given: Dataset): Layer {
  const data = withTask(given, recipe);
  const { model = "", use, ...settings } = withDataDefaults(recipe, data);
  const outputs = () => outputsFor(recipe, data);
  if (!isExpression(model)) {
    const definition = architectureNamed(model);
    const keys = MODEL_KEYS.filter((key) => Object.hasOwn(definition.options, key) && settings[key] !== undefined);
    const given = (key: ModelKey) =>
      key === "init" ? readWritten("recipe: init", ["initializers"], settings.init, use) : settings[key];
    const values = Object.fromEntries(keys.map((key) => [key, given(key)]));
    return keptWhole(definition)({ ...values, outputs: outputs() }) as Layer;
  }
  const layer = readWritten("recipe: model", ["layers"], model, withArchitectures(use)) as Layer;
  if (!isArchitecture(layer)) return layer;
  const { options } = layer.definition;
  const { classes, outputs: said } = layer.values;
  const asks = Object.hasOwn(options, "outputs") && said === undefined && classes === options.classes?.fallback;
  return asks ? (keptWhole(layer.definition)({ ...layer.values, outputs: outputs() }) as Layer) : layer;
}
