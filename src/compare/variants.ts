import { usageError } from "../errors.ts";
import { isLayer, type Layer } from "../model/layer.ts";
import { isPlainObject } from "../options/plain-object.ts";
import { show } from "../options/show.ts";
import { refused, unknownName } from "../options.ts";
import { canonicalValue } from "../recipe/canonical.ts";
import { defineRecipe, recipeWithoutData } from "../recipe/define-recipe.ts";
import { LIMITS } from "../recipe/limits.ts";
import { MODEL_KEYS } from "../recipe/model-defaults.ts";
import { type Recipe, type RecipeInput, recipeOptions } from "../recipe/recipe.ts";
import { insteadOfTrainOptions } from "../train/instead-of-train-options.ts";
import { type TrainOptions, trainOptions } from "../train/train-options.ts";
import { combine, type Design, sizeOf } from "./design.ts";
import { type ModelFunction, modelFrom } from "./model-from.ts";
import { plainValue } from "./plain-value.ts";
import { shortNames } from "./short-names.ts";

/** One way to train: the base recipe with some changes, perhaps with a model and options that no recipe can say. */
export interface Variant {
  /** "dropout 0.5" */
  name: string;
  /** What is changed against the base, as plain JSON. */
  changes: Record<string, unknown>;
  recipe: Recipe;
  /** A model made in code. */
  model?: Layer;
  /** Options of training that replace those of the recipe. */
  options?: Partial<TrainOptions>;
  /** The same with other values for some settings, under another name. */
  with(values: Readonly<Record<string, unknown>>, name?: string): Variant;
}

/** Options of training that are no part of a comparison. */
const OF_ONE_RUN = [
  "resume",
  "checkpoint",
  "log",
  "verbose",
  "onProgress",
  "onStep",
  "pace",
  "signal",
  "seed",
  "now",
] as const;
type OfOneRun = (typeof OF_ONE_RUN)[number];

/** A variant that is not a change of the recipe: a model, and how it is trained. */
export interface OwnVariant {
  /** The model. By default that of the comparison, or of the recipe. */
  model?: Layer;
  /** Options of `train`, which replace those of the recipe. */
  options?: Omit<TrainOptions, OfOneRun>;
}

/** What variants are made of. */
export interface Varying {
  base?: RecipeInput | undefined;
  vary?: object | undefined;
  /** How the values of `vary` are put together; every combination by default. */
  design?: Design | undefined;
  variants?: Readonly<Record<string, RecipeInput | OwnVariant>> | undefined;
  model?: Layer | ModelFunction | undefined;
  /** Data made in code. */
  data?: unknown;
}

/** Keys that all variants share, and what to do instead. */
const SHARED: Readonly<Record<string, string>> = {
  seed: "Give seeds instead: every variant is trained with each of them.",
  metric: "Give it to the base: all variants are compared by one metric.",
  use: "Give it to the base: all variants may name these tricks.",
};

/** What all variants have in common, and what makes their recipes. */
interface Shared {
  base: RecipeInput;
  model: Varying["model"];
  define(input: RecipeInput): Recipe;
}

/** All variants; the first one is the baseline. */
export function variantsOf({ base = {}, vary, design, variants, model, data }: Varying): Variant[] {
  const define = data === undefined ? defineRecipe : recipeWithoutData;
  if (model !== undefined && base.model !== undefined)
    throw usageError({
      where: "compare: model",
      expected: "one model",
      received: `${typeof model === "function" ? "a function" : show(model)}, and model ${show(base.model)} in the base`,
      fix: "Leave one of them out.",
    });
  if (variants === undefined)
    return combinations({ base, model, define }, (vary ?? {}) as Record<string, unknown[]>, design ?? "grid");
  if (design !== undefined)
    throw usageError({
      where: "compare: design",
      expected: "vary, whose values it puts together",
      received: "variants",
    });
  if (vary !== undefined) throw usageError({ where: "compare", expected: "either vary or variants", received: "both" });
  const named = Object.entries(variants);
  checkCount("variants", named.length, "{ plain: {}, wide: { hidden: [512] } }");
  return named.map(([name, variant]) => namedVariant(name, variant, { base, model, define }));
}

/** The combinations of the varied values. The first values come first and make the baseline. */
function combinations(shared: Shared, vary: Record<string, unknown[]>, design: Design): Variant[] {
  const { base, model } = shared;
  const keys = Object.keys(vary);
  const values = keys.map((key) => valuesOf(key, vary[key], model, base.use));
  checkCount(
    "vary",
    sizeOf(
      design,
      values.map(({ length }) => length),
    ),
    "{ dropout: [0, 0.5] }",
  );
  const [first, ...others] = combine(design, values);
  return [first, ...others].map((settings) => {
    // One at a time, a variant is named by what it changes.
    const changed =
      design === "grid" || settings === first ? settings : settings.filter((each, i) => each !== first[i]);
    const name = changed.map(({ key, name }) => `${key} ${name}`).join(", ");
    const changes = Object.fromEntries(changed.map(({ key, plain }) => [key, plain]));
    const given = Object.fromEntries(settings.map(({ key, value }) => [key, value]));
    return variantOf(name, changes, shared, given);
  });
}

/** A value of a setting: as it was given, as plain JSON, and in short. */
interface Setting {
  key: string;
  value: unknown;
  plain: unknown;
  name: string;
}

function valuesOf(key: string, values: unknown, model: Varying["model"], use: RecipeInput["use"]): Setting[] {
  const known = Object.hasOwn(recipeOptions, key);
  const ofRecipe = known && !(typeof model === "function" && isModelKey(key)); // the function may take anything
  if (!known && typeof model !== "function") throw unknownName("compare: vary", "key", key, Object.keys(recipeOptions));
  if (Object.hasOwn(SHARED, key))
    throw usageError({ where: "compare: vary", expected: `any key but ${key}`, received: key, fix: SHARED[key] });
  if (key === "model" && model !== undefined)
    throw usageError({
      where: "compare: vary",
      expected: "any key but model",
      received: key,
      fix: "Leave the option model out, or give variants: { wide: { model: … } }.",
    });
  const plain = Array.isArray(values)
    ? values.map((value) => (ofRecipe ? canonicalValue(key as keyof Recipe, value, use) : plainValue(value)))
    : [];
  const texts = plain.map((value) => JSON.stringify(value) ?? "undefined");
  if (texts.length === 0 || new Set(texts).size < texts.length)
    throw usageError({
      where: `compare: vary ${key}`,
      expected: "a list of different values",
      received: show(values),
      ...(texts.length > 1 && (values as unknown[]).some((value) => typeof value === "function")
        ? { fix: "Give the functions names that tell them apart: const small = () => …" }
        : {}),
    });
  const names = shortNames(plain.map(showValue));
  return (values as unknown[]).map((value, i) => ({ key, value, plain: plain[i], name: names[i] }));
}

function namedVariant(name: string, given: RecipeInput | OwnVariant, shared: Shared): Variant {
  const { base, model } = shared;
  const where = `compare: variants: ${name}`;
  if (!isPlainObject(given)) throw refused(where, "changes of the recipe, or { model, options }", given);
  const common = Object.keys(given).find((key) => Object.hasOwn(SHARED, key));
  if (common !== undefined)
    throw usageError({ where, expected: `any key but ${common}`, received: common, fix: SHARED[common] });
  if (!Object.hasOwn(given, "options")) {
    const { model: own, ...changes } = given as RecipeInput;
    const layer = isLayer(own) ? own : undefined;
    const rest = layer === undefined ? given : changes;
    const replaced = layer ?? (own === undefined ? model : undefined);
    const around = layer === undefined ? base : withoutModelKeys(base);
    return variantOf(name, plainChanges(given, base.use), { ...shared, base: around, model: replaced }, rest);
  }
  const { model: own, options = {}, ...others } = given as OwnVariant;
  const [other] = Object.keys(others);
  if (other !== undefined) throw unknownName(where, "option", other, ["model", "options"]);
  if (own !== undefined && !isLayer(own))
    throw refused(`${where}: model`, "a layer such as sequential([…])", own, ["layers"]);
  checkOptions(`${where}: options`, options);
  const changes = { ...(own === undefined ? {} : { model: plainValue(own) }), ...plainOptions(options) };
  const around = own === undefined ? base : withoutModelKeys(base);
  return withOptions(variantOf(name, changes, { ...shared, base: around, model: own ?? model }, {}), options);
}

/** A variant with options of training, which have their part of further values. */
function withOptions(variant: Variant, options: Partial<TrainOptions>): Variant {
  return {
    ...variant,
    options,
    with(values, name) {
      const own = Object.entries(values).filter(([key]) => Object.hasOwn(options, key));
      const others = Object.entries(values).filter(([key]) => !Object.hasOwn(options, key));
      return withOptions(variant.with(Object.fromEntries(others), name), { ...options, ...Object.fromEntries(own) });
    },
  };
}

/** @throws a usage error for what is no option of training. */
function checkOptions(where: string, options: object): void {
  if (!isPlainObject(options)) throw refused(where, "options of train, as { … }", options);
  const known = Object.fromEntries(
    Object.entries(trainOptions).filter(([key]) => !(OF_ONE_RUN as readonly string[]).includes(key)),
  );
  const other = Object.keys(options).find((key) => !Object.hasOwn(known, key));
  if (other !== undefined) throw unknownName(where, "option", other, Object.keys(known), insteadOfTrainOptions);
}

function plainChanges(changes: object, use: RecipeInput["use"]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(changes).map(([key, value]) => [
      key,
      Object.hasOwn(recipeOptions, key) && !isLayer(value)
        ? canonicalValue(key as keyof Recipe, value, use)
        : plainValue(value),
    ]),
  );
}

function plainOptions(options: object): Record<string, unknown> {
  return plainValue(options) as Record<string, unknown>;
}

/** A variant of the base with some settings, those of its model included. */
function variantOf(
  name: string,
  changes: Record<string, unknown>,
  shared: Shared,
  given: Record<string, unknown>,
): Variant {
  const more: Variant["with"] = (values, other = name) =>
    variantOf(other, { ...changes, ...plainChanges(values, shared.base.use) }, shared, { ...given, ...values });
  return { name, changes, ...recipeAndModel(name, shared, given), with: more };
}

function recipeAndModel(
  name: string,
  { base, model, define }: Shared,
  given: Record<string, unknown>,
): Pick<Variant, "recipe" | "model"> {
  const own = isLayer(given.model)
    ? given.model
    : isLayer(base.model) && given.model === undefined
      ? base.model
      : model;
  if (own === undefined) return { recipe: define({ ...base, ...(given as RecipeInput) }) };
  const all: Record<string, unknown> = { ...base, ...given, model: undefined };
  const settings = Object.fromEntries(
    Object.entries(all).filter(([key]) => Object.hasOwn(given, key) || isModelKey(key)),
  );
  delete settings.model;
  const layer = modelFrom(name, own, settings);
  const rest = Object.entries(all).filter(([key]) => Object.hasOwn(recipeOptions, key) && !isModelKey(key));
  return { recipe: recipeWithoutData(Object.fromEntries(rest) as RecipeInput), model: layer };
}

function isModelKey(key: string): boolean {
  return (MODEL_KEYS as readonly string[]).includes(key);
}

/** The base for a variant with a model of its own, which the keys of the base's model do not describe. */
function withoutModelKeys(base: RecipeInput): RecipeInput {
  return Object.fromEntries(Object.entries(base).filter(([key]) => key !== "model" && !isModelKey(key)));
}

function checkCount(key: string, count: number, such: string): void {
  if (count > LIMITS.variants)
    throw usageError({
      where: `compare: ${key}`,
      expected: `at most ${LIMITS.variants.toLocaleString("en")} variants`,
      received: count.toLocaleString("en"),
    });
  if (count >= 2) return;
  throw usageError({
    where: `compare: ${key}`,
    expected: "at least two variants",
    received: String(count),
    fix: key === "vary" ? `Give a key at least two values, such as ${such}.` : `Give two, such as ${such}.`,
  });
}

function showValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(showValue).join("-");
  return typeof value === "string" ? value : value === undefined ? "none" : (JSON.stringify(value) ?? "none");
}
