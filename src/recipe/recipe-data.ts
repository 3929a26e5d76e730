import * as v from "valibot";
import { catalogue } from "../catalogue.ts";
import type { Dataset } from "../data/dataset.ts";
import type { Source } from "../data/source.ts";
import { type SetSizes, withSizes } from "../data/with-sizes.ts";
import { EvenkeelError, runError, usageError } from "../errors.ts";
import { fromSpec } from "../from-spec.ts";
import { kebabCase } from "../options/case.ts";
import { defined } from "../options/defined.ts";
import { accepts, type Checks, custom, type Options, optional, resolveOptions, signalOption } from "../options.ts";
import { sayOnce } from "../say-once.ts";
import type { Spec } from "../trick.ts";
import { givenInData, sourceSpec } from "./data-text.ts";
import { defineRecipe } from "./define-recipe.ts";
import type { Recipe, RecipeInput } from "./recipe.ts";
import { withTask } from "./with-task.ts";

/** What only a host can give: where downloads are kept, and how to stop them. */
export interface DataContext {
  /**
   * A folder for downloaded data; MNIST and Fashion-MNIST need it unless they are in `dataDirectory`. None by default.
   */
  cache?: string;
  /** Ends the work early. None by default. */
  signal?: AbortSignal;
}

/** Keys of a recipe, and the options of sources that they are. */
export const OPTION_OF = {
  dataDirectory: ["directory"],
  target: ["target"],
  ignore: ["ignore"],
  numeric: ["numeric"],
  categorical: ["categorical"],
  group: ["group"],
  order: ["order"],
  sampleWeights: ["weights"],
  task: ["task"],
  dataSeed: ["seed"],
  trainSize: ["train", "samples"],
  validationSize: ["validation"],
  testSize: ["test"],
} as const satisfies { readonly [K in keyof Recipe]?: readonly string[] };
type DataKey = keyof typeof OPTION_OF;

/** Keys of a recipe that say which data there are. */
export const DATA_KEYS = ["data", ...(Object.keys(OPTION_OF) as DataKey[])] as const;

/** The part of the samples that is held out for each set, where they come in one piece. */
export const HELD_OUT = 0.15;

/** Sizes of drawn digits: more to test with than `digits()` draws. */
const DIGITS = { testSize: 2000 };

/** What functions that load data take besides. */
export const contextOptions = {
  cache: optional(custom(v.string(), undefined, "a folder")),
  signal: optional(signalOption()),
} satisfies Checks<DataContext>;

/** @throws a usage error for what is no context of loading data. */
export function checkContext(where: string, context: DataContext): void {
  resolveOptions(where, contextOptions, context);
}

/**
 * The data of a recipe: drawn, downloaded, or read from the files that it names.
 * @throws a usage error for a recipe that is none, and what its source throws.
 * @example
 * const data = await recipeData({ data: "digits", trainSize: 1000 });
 */
export async function recipeData(given: RecipeInput, context: DataContext = {}): Promise<Dataset> {
  checkContext("recipeData", context);
  return dataOfRecipe(defineRecipe(given), context);
}

/** The data of a recipe that was checked. */
export async function dataOfRecipe(recipe: Recipe, context: DataContext): Promise<Dataset> {
  const { source, later } = recipeSource(recipe);
  const data = await loaded(source, context);
  return withTask(withSizes(data, sizesOf(later, recipe)), recipe);
}

/** Where the data of a recipe come from, and the keys that are followed when they are there. */
export function recipeSource(recipe: Recipe): { source: Source; later: Settings } {
  const spec = sourceSpec(recipe.data, recipe.use);
  const { options } = definitionOf(spec, recipe);
  const { source, later } = composed(recipe, spec, options, settingsOf(recipe, spec, options));
  return { source: fromSpec("sources", source, { use: recipe.use }), later };
}

/** The sizes that a source could not be told. */
export function sizesOf(later: Settings, { dataSeed: seed }: Pick<Recipe, "dataSeed">): SetSizes {
  const { trainSize: train, validationSize: validation, testSize: test } = later;
  return { ...(defined({ train, validation, test }) as SetSizes), seed };
}

/** What a source gives. */
export async function loaded(source: Pick<Source, "load">, context: DataContext): Promise<Dataset> {
  try {
    return await source.load(context);
  } catch (error) {
    throw inWordsOfRecipes(error);
  }
}

export type Settings = { readonly [K in DataKey]?: unknown };

/** The keys that are given, and those that a source has by default in a recipe. */
function settingsOf(recipe: Recipe, { name }: Spec, options: Options): Settings {
  const given = Object.fromEntries(Object.keys(OPTION_OF).map((key) => [key, recipe[key as DataKey]]));
  if (recipe.data === "digits") given.testSize ??= DIGITS.testSize;
  if (name === "digits" && given.dataDirectory !== undefined) {
    sayOnce([NOT_READ]);
    given.dataDirectory = undefined;
  }
  for (const key of ["validationSize", "testSize"] as const) if (isInOnePiece(options)) given[key] ??= HELD_OUT;
  return given;
}

const NOT_READ =
  'dataDirectory is not read: these digits are drawn. To read a folder, set data: "mnist" (--data mnist).';

/** Whether a source has samples in one piece, of which parts are held out where that is asked for. */
function isInOnePiece({ validation, test }: Options): boolean {
  return [validation, test].every((option) => option?.fallback === 0 && accepts(option, HELD_OUT));
}

/** The source with the settings that are options of it, and those that are left for later. */
function composed(recipe: Recipe, spec: Spec, options: Options, settings: Settings) {
  const source: Spec = { ...spec };
  const written = givenInData(recipe.data, recipe.use);
  const later: { -readonly [K in DataKey]?: unknown } = {};
  for (const [name, value] of Object.entries(settings)) {
    if (value === undefined) continue;
    const key = name as DataKey;
    const option = OPTION_OF[key].find((each) => Object.hasOwn(options, each));
    const isGiven = recipe[key] !== undefined && !(key === "dataSeed" && value === 1);
    if (option === undefined) {
      if (isGiven && !LATER.includes(key)) throw noSuchOption(key, recipe, spec);
      later[key] = value;
    } else if (written.has(option) || (spec[option] !== undefined && spec[option] !== options[option].fallback)) {
      if (isGiven) throw contradiction(key, recipe);
    } else if (key.endsWith("Size") && !accepts(options[option], value)) {
      const counted = countOf(value as number, source, options);
      if (counted === undefined) later[key] = value;
      else source[option] = counted;
    } else source[option] = value;
  }
  return { source, later };
}

/** Keys that can be followed when the data are there. */
const LATER: readonly string[] = ["task", "dataSeed", "trainSize", "validationSize", "testSize"];

/** The number of samples of a fraction, where a source is told how many samples it draws; undefined elsewhere. */
function countOf(size: number, source: Spec, options: Options): number | undefined {
  const drawn = source.train ?? options.train?.fallback;
  return typeof drawn === "number" && size < 1 ? Math.round(size * drawn) : undefined;
}

function definitionOf({ name }: Spec, { use = [] }: Recipe) {
  const own = use.find(({ definition }) => definition.name === name);
  return (own ?? catalogue.sources[name]).definition;
}

function noSuchOption(key: DataKey, { data, ...recipe }: Recipe, { name }: Spec): Error {
  return usageError({
    where: `recipe: ${key}`,
    expected: `no ${key} beside data ${data}, since ${name} has no such option`,
    received: JSON.stringify(recipe[key]),
    fix: `Leave ${key} (--${kebabCase(key)}) out, or choose other data (--data table.csv).`,
  });
}

function contradiction(key: DataKey, { data, ...recipe }: Recipe): Error {
  return usageError({
    where: `recipe: ${key}`,
    expected: `no ${key} beside data ${data}, which sets it`,
    received: JSON.stringify(recipe[key]),
    fix: `Leave ${key} (--${kebabCase(key)}) out, or take it out of the expression.`,
  });
}

/** What to do about a failed download: a recipe has no mirrors, and its key for the folder is `dataDirectory`. */
function inWordsOfRecipes(error: unknown): unknown {
  if (!(error instanceof EvenkeelError && error.facts.fix?.includes("`mirrors`"))) return error;
  return runError({
    ...error.facts,
    fix: "Check the connection, or put the four files into a folder and give it as dataDirectory (--data-dir FOLDER).",
  });
}
