import { usageError } from "../errors.ts";
import { isLayer, type Layer } from "../model/layer.ts";
import { refused, unknownName } from "../options.ts";
import { MODEL_KEYS } from "../recipe/model-defaults.ts";
import { recipeOptions } from "../recipe/recipe.ts";

/** What makes the model of a variant from its settings. */
export type ModelFunction = (settings: never) => Layer;

/**
 * The model of a variant: the layer itself, or what the function makes of the settings.
 * @throws a usage error for a setting of the model that nothing reads, and for what is no layer.
 */
export function modelFrom(variant: string, model: Layer | ModelFunction, settings: Record<string, unknown>): Layer {
  if (isLayer(model)) {
    const key = Object.keys(settings).find((each) => settings[each] !== undefined && ofModel(each));
    if (key === undefined) return model;
    throw usageError({
      where: `compare: ${key}`,
      expected: "a setting of training, since model is a layer",
      received: key,
      fix: `Make model a function of its settings: model: ({ ${key} }) => sequential([…]).`,
    });
  }
  if (typeof model !== "function")
    throw refused("compare: model", "a layer, or a function of the settings that gives one", model, ["layers"]);
  const read = new Set<PropertyKey>();
  const seen = new Proxy(settings, {
    get(target, key) {
      read.add(key);
      return Reflect.get(target, key);
    },
  });
  const layer: unknown = model(seen as never);
  if (!isLayer(layer))
    throw refused(`compare: model of ${variant}`, "a layer such as sequential([…])", layer, ["layers"]);
  const unread = Object.keys(settings).find((key) => ofModel(key) && !read.has(key) && settings[key] !== undefined);
  if (unread === undefined) return layer;
  throw unknownName(
    "compare: vary",
    "setting",
    unread,
    [...read].filter((key): key is string => typeof key === "string"),
    { [unread]: `The function that makes the model does not read ${unread}, and no recipe has it.` },
  );
}

/** Whether a key is a setting of models, not of training. */
function ofModel(key: string): boolean {
  return !Object.hasOwn(recipeOptions, key) || (MODEL_KEYS as readonly string[]).includes(key);
}
