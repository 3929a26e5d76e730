import type { Dataset } from "../data/dataset.ts";
import type { Source } from "../data/source.ts";
import { usageError } from "../errors.ts";
import { isLayer, type Layer } from "../model/layer.ts";
import { isPlainObject } from "../options/plain-object.ts";
import { show } from "../options/show.ts";
import { refused, unknownName } from "../options.ts";
import { TrainedModel } from "../predict/trained-model.ts";
import type { RecipeInput } from "../recipe/recipe.ts";
import type { TrainOptions } from "../train/train-options.ts";
import { isInstance } from "../trick/instance.ts";

/** A recipe for data that are there. */
export interface RecipeForData {
  /** Of its keys about data, the sizes of sets and the task are followed; `data` itself is not read. */
  recipe: RecipeInput;
  /** Data made in code, or a source of data: `arrays(…)`, `moons()`. */
  data: Dataset | Source;
}

/** A run as a program says it: what `train` takes. */
export interface OwnRun {
  /** A layer, such as `sequential([…])`. */
  model: Layer;
  /** Data made in code, or a source of data. */
  data: Dataset | Source;
  /** The options of `train`; those that keep, show or end a run are not used. Its defaults by default. */
  options?: TrainOptions;
}

/** What can be examined. */
export type Examined = RecipeInput | RecipeForData | OwnRun;

const EXPECTED = "a recipe, { recipe, data } or { model, data, options }";

/**
 * Which of the three it is. A model that is a layer makes it a run of a program, unless keys of a recipe stand beside it.
 * @throws a usage error for anything else.
 */
export function examinedAs(what: Examined): OwnRun | { recipe: RecipeInput; data?: Dataset | Source } {
  if (!isPlainObject(what) || isInstance(what) || isDataset(what)) throw noPatient(what);
  if (Object.hasOwn(what, "recipe")) return recipeForData(what as RecipeForData);
  const { model, data, options, ...others } = what as OwnRun;
  const [other] = Object.keys(others);
  const own = options !== undefined || isDataset(data) || (isLayer(model) && typeof data === "object");
  if (!own || (isLayer(model) && other !== undefined && options === undefined && !isDataset(data)))
    return { recipe: what as RecipeInput };
  const where = "diagnose";
  if (other !== undefined)
    throw unknownName(where, "key", other, ["model", "data", "options"], {
      [other]: isLayer(model) ? `Give it in options: options: { ${other}: … }.` : "Give { recipe, data }.",
    });
  if (model instanceof TrainedModel)
    throw usageError({
      where: `${where}: model`,
      expected: "a layer: what is trained is examined",
      received: "a trained model",
      fix: "Give the layers that it was made of, and the data and options that it was trained with.",
    });
  if (!isLayer(model))
    throw usageError({
      where: `${where}: model`,
      expected: "a layer, such as sequential([…])",
      received: model === undefined ? "none" : show(model),
      ...(typeof model === "string" ? { fix: `Give a recipe: { recipe: { model: ${show(model)} }, data }.` } : {}),
    });
  if (data === undefined) throw missingData(EXPECTED);
  return what as OwnRun;
}

function recipeForData(what: RecipeForData): RecipeForData {
  const { recipe, data, ...others } = what;
  const [other] = Object.keys(others);
  if (other !== undefined) throw unknownName("diagnose", "key", other, ["recipe", "data"]);
  if (!isPlainObject(recipe)) throw refused("diagnose: recipe", "a recipe as { … }", recipe);
  if (data === undefined) throw missingData("data beside recipe");
  return { recipe, data };
}

function missingData(expected: string): Error {
  return usageError({
    where: "diagnose: data",
    expected,
    received: "no data",
    fix: "Give a dataset or a source, such as digits(); a recipe alone names its data.",
  });
}

function isDataset(data: unknown): boolean {
  return typeof data === "object" && data !== null && "train" in data;
}

function noPatient(what: unknown): Error {
  if (isLayer(what))
    return usageError({
      where: "diagnose",
      expected: EXPECTED,
      received: `${what.name}(…), a layer`,
      fix: "Give { model, data, options }.",
    });
  if (isDataset(what))
    return usageError({
      where: "diagnose",
      expected: EXPECTED,
      received: "a dataset",
      fix: "Give { recipe, data: … }, or { model, data, options }.",
    });
  return refused("diagnose", EXPECTED, what);
}
