import { ACTIVATIONS, type ActivationName } from "../model/blocks/activation-option.ts";
import type { Layer } from "../model/layer.ts";
import { batchNorm } from "../model/layers/batch-norm.ts";
import { dropout } from "../model/layers/dropout.ts";
import { layerNorm } from "../model/layers/layer-norm.ts";
import { MODEL_KEYS, type ModelKey } from "../recipe/model-defaults.ts";
import type { Recipe } from "../recipe/recipe.ts";
import { isExpression, readWritten } from "../recipe/written.ts";
import { everyLayerChanged, type LayerChanges } from "./changed-layers.ts";
import { changedModel, withOptions } from "./changed-model.ts";
import type { Patient } from "./examination.ts";
import { roleOf } from "./examine/role-of.ts";

type Change = Readonly<Record<string, unknown>>;

const NORMS: Readonly<Record<string, () => Layer>> = { batch: batchNorm, layer: layerNorm };

/**
 * A change in which keys that describe an architecture, such as init and norm, became other layers of a model that is
 * written out, beside which a recipe has no such keys.
 * @returns undefined where layers cannot say it, such as other widths.
 */
export function inLayers(change: Change, patient: Patient, recipe: Recipe | undefined): Change | undefined {
  const keys = MODEL_KEYS.filter((key) => change[key] !== undefined);
  if (keys.length === 0 || change.model !== undefined || recipe === undefined || !isExpression(recipe.model))
    return change;
  const written = Object.fromEntries(keys.map((key) => [key, change[key]])) as { [K in ModelKey]?: unknown };
  const ofPatient = { ...patient, recipe };
  const changed = changedModel(ofPatient, layersOf(written, ofPatient), written as Recipe);
  if (changed === undefined || changed.model === recipe.model) return undefined;
  const others = Object.entries(change).filter(([key]) => !(keys as string[]).includes(key));
  return { ...Object.fromEntries(others), ...changed };
}

/** What stands in the place of layers: kernels with other first weights, and what is put around activations. */
function layersOf({ init, activation, norm, dropout: rate }: Change, patient: Patient): LayerChanges {
  const changes = new Map<string, (layer: Layer) => readonly Layer[]>();
  const drawn = init === undefined ? undefined : readWritten("init", ["initializers"], init, patient.recipe?.use);
  const before = patient.training.layer === patient.model ? "" : undefined;
  if (before === undefined) return changes;
  everyLayerChanged(patient.model, (path, layer) => {
    const role = roleOf(layer.name, { layers: false, kernel: false });
    if (role === "linear" && drawn !== undefined && Object.hasOwn(layer.definition.options, "init"))
      changes.set(path, (given) => [withOptions(given, { init: drawn }, patient)]);
    if (role === "activation" && (activation ?? norm ?? rate) !== undefined)
      changes.set(path, (given) => [
        ...(norm === undefined || NORMS[norm as string] === undefined ? [] : [NORMS[norm as string]()]),
        activation === undefined ? given : ACTIVATIONS[activation as ActivationName](),
        ...(rate === undefined ? [] : [dropout(rate as number)]),
      ]);
    return [layer];
  });
  return changes;
}
