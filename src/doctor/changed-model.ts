import { inputShape } from "../data/dataset.ts";
import { EvenkeelError } from "../errors.ts";
import { fromSpec } from "../from-spec.ts";
import { innerLayersOf } from "../model/checks/inner-layers.ts";
import type { Layer } from "../model/layer.ts";
import { sequential } from "../model/layers/sequential.ts";
import { isArchitecture, keptWhole, withArchitectures } from "../recipe/architecture-maker.ts";
import { MODEL_KEYS, type ModelKey, modelText } from "../recipe/model-defaults.ts";
import { writtenModel } from "../recipe/model-of-recipe.ts";
import type { RecipeInput } from "../recipe/recipe.ts";
import { type Expression, isExpression, readWritten } from "../recipe/written.ts";
import { changedLayers, type LayerChanges } from "./changed-layers.ts";
import type { Patient } from "./examination.ts";

/** The same change as options of an architecture. */
export type ByKeys = { readonly [K in ModelKey]?: RecipeInput[K] };

/**
 * The change of a recipe that changes layers of its model: by its keys where it names an architecture that has them, by the
 * options of an architecture that is written out, else as the canonical text of all layers.
 * @param changes by the paths of layers, as in signals.
 * @param keys what says the same of an architecture; left out where only its layers can.
 * @returns undefined where it cannot be written, such as for layers with functions in them, or would not fit the data.
 */
export function changedModel(patient: Patient, changes: LayerChanges, keys?: ByKeys): RecipeInput | undefined {
  try {
    return (keys && byKeys(patient, keys)) ?? byLayers(patient, changes);
  } catch (error) {
    if (error instanceof EvenkeelError) return undefined;
    throw error;
  }
}

/** The layer with some of its options changed. */
export function withOptions(layer: Layer, options: Readonly<Record<string, unknown>>, { recipe }: Patient): Layer {
  return fromSpec("layers", { ...layer.toJSON(), ...options }, { use: recipe?.use }) as Layer;
}

function byKeys({ recipe, data }: Patient, keys: ByKeys): RecipeInput | undefined {
  if (recipe === undefined) return undefined;
  const { model = "", use } = recipe;
  const written = writtenModel(recipe, data);
  const asked = Object.keys(keys) as ModelKey[];
  if (!isArchitecture(written) || !asked.every((key) => Object.hasOwn(written.definition.options, key)))
    return undefined;
  if (!isExpression(model)) return keys;
  const { definition, values } = readWritten("recipe: model", ["layers"], model, withArchitectures(use));
  const init = keys.init === undefined ? {} : { init: readWritten("init", ["initializers"], keys.init, use) };
  return { model: modelText(keptWhole(definition as never)({ ...values, ...keys, ...init }), use) as Expression };
}

function byLayers(patient: Patient, changes: LayerChanges): RecipeInput | undefined {
  const { model, recipe, data, training } = patient;
  const before = beforeModel(patient);
  if ([...changes.keys()].some((path) => !path.startsWith(before))) return undefined;
  const own = new Map([...changes].map(([path, change]) => [path.slice(before.length), change]));
  const changed = changedLayers(model, own);
  if (changed === undefined) return undefined;
  const { layers } = innerLayersOf(training.layer);
  const whole = before === "" || layers === undefined ? changed : sequential([layers[0], changed]);
  whole.build(inputShape(data.train)); // refuses what does not fit
  return { ...withoutModelKeys(recipe), model: modelText(changed, recipe?.use) as Expression };
}

/** Keys of a recipe that describe its architecture, taken back: they say nothing of layers. */
export function withoutModelKeys(recipe: RecipeInput | undefined): { [K in ModelKey]?: undefined } {
  return Object.fromEntries(MODEL_KEYS.filter((key) => recipe?.[key] !== undefined).map((key) => [key, undefined]));
}

/** What paths have before those of the model, where a table's columns are embedded before it: "1.sequential/". */
function beforeModel({ model, training }: Patient): string {
  const { layers = [] } = innerLayersOf(training.layer);
  return training.layer !== model && layers.length === 2 && layers[1] === model ? `1.${model.name}/` : "";
}
