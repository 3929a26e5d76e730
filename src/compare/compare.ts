import * as v from "valibot";
import type { BackendName } from "../backend/backend.ts";
import { cores } from "../backend/cores.ts";
import { deviceOptions } from "../backend/open.ts";
import type { Dataset } from "../data/dataset.ts";
import type { Source } from "../data/source.ts";
import { usageError } from "../errors.ts";
import { isLayer, type Layer } from "../model/layer.ts";
import type { Metric } from "../model/metric.ts";
import { defined } from "../options/defined.ts";
import { isPlainObject } from "../options/plain-object.ts";
import { show } from "../options/show.ts";
import {
  type Checks,
  checkOption,
  count,
  custom,
  functionOption,
  optional,
  resolveOptions,
  signalOption,
} from "../options.ts";
import { LIMITS } from "../recipe/limits.ts";
import { type Recipe, type RecipeInput, recipeOptions } from "../recipe/recipe.ts";
import type { DataContext } from "../recipe/recipe-data.ts";
import { INTERRUPTED } from "../train/run/failure-of.ts";
import type { TrainProgress } from "../train/train-options.ts";
import { nameOfMaker } from "../trick/instance.ts";
import { VERSION } from "../version.ts";
import type { CompareProgress } from "./compare-progress.ts";
import { effectsOf } from "./effects.ts";
import { inParallel } from "./in-parallel.ts";
import { keptStudy, keyOf } from "./kept/kept-study.ts";
import { type PreparedVariant, prepareVariant } from "./prepared-variant.ts";
import { progressReporter } from "./progress-reporter.ts";
import { NOT_BEGUN } from "./run-outcome.ts";
import { demandFreeData, sharedData } from "./shared-data.ts";
import type { Study, StudyRun } from "./study.ts";
import { studyRun } from "./study-run.ts";
import { type OwnVariant, type Variant, type Varying, variantsOf } from "./variants.ts";
import type { SettingsOf, Varied } from "./vary.ts";
import { every } from "./words/number-words.ts";

/** How many seeds each variant is trained with by default. */
export const DEFAULT_SEEDS = 5;

/** What is compared, and how. */
export interface CompareOptions<V extends Varied = Varied> extends DataContext {
  /** The title of the study. By default it names what is varied. */
  title?: string;
  /**
   * Data made in code, or a source of data: `arrays(…)`, `moons()`. By default what the recipe names, base: { data: "digits" }.
   */
  data?: Dataset | Source;
  /**
   * A model made in code: a layer, or a function of the settings that are varied, such as
   * `({ units }) => sequential([dense(units), relu(), dense(3)])`. By default the model of the recipe.
   */
  model?: Layer | ((settings: SettingsOf<V>) => Layer);
  /**
   * What all variants share: keys of a recipe, such as `{ data: "digits", model: "mlp" }`. The recipe's defaults by default.
   */
  base?: RecipeInput;
  /**
   * Values for some keys of the recipe, or for settings of a `model` that is a function: { dropout: [0, 0.5] }. The first
   * value of each makes the baseline. By default `variants` say what is compared.
   */
  vary?: V;
  /**
   * Variants by name, in place of `vary`: changes of the recipe, or a model of its own with options of `train`:
   * { plain: {}, wide: { hidden: [512] }, own: { model, options: { epochs: 3 } } }. The first one is the baseline.
   * None by default.
   */
  variants?: Readonly<Record<string, RecipeInput | OwnVariant>>;
  /** How many seeds, counted from the recipe's, or a list of seeds. 5 by default. */
  seeds?: number | readonly number[];
  /**
   * What variants are compared by, measured on the test set: as in a recipe (a name, "loss", or an expression), or a metric
   * of your own, made by `defineMetric`. By default accuracy for classes, rootMeanSquaredError for real numbers.
   */
  metric?: Recipe["metric"] | Metric;
  /**
   * A folder that keeps every run as soon as it has ended, and checkpoints of those under way (Node.js). The same call goes on
   * from there, after whatever ended it, to the same results; with more seeds it does the runs that are missing. The folder
   * of another study is refused. None by default.
   */
  checkpoint?: string;
  /** How many runs at a time, one thread each; by default as many as there are cores. Results do not depend on it. */
  parallel?: number;
  /** What computes: "wasm" (the default) is fast, "reference" computes in float64 by plain loops. */
  backend?: BackendName;
  /** Called a few times per second with the runs that are done and under way. None by default. */
  onProgress?: (progress: CompareProgress) => void;
  /** A clock in milliseconds; performance.now by default. */
  now?: () => number;
  /** The date of the study, for its report. Today by default. */
  date?: Date;
  /** What it ran on, for its report: "Node.js v20.20.2". Found out by default. */
  platform?: string;
}

export const OPTIONS = {
  title: optional(custom(v.string(), undefined, "a string")),
  data: optional(
    custom(
      v.custom<object>((value) => typeof value === "object" && value !== null),
      undefined,
      "a dataset",
    ),
  ),
  model: optional(
    custom(
      v.custom<object>((value) => isLayer(value) || (typeof value === "function" && nameOfMaker(value) === undefined)),
      undefined,
      "a layer, or a function of the settings that gives one",
      "",
      ["layers"],
    ),
  ),
  base: optional(custom(v.custom<object>(isPlainObject), undefined, "a recipe as { … }")),
  vary: optional(
    custom(
      v.custom<object>(isPlainObject),
      undefined,
      "lists of values by the keys of a recipe, such as { dropout: [0, 0.5] }",
    ),
  ),
  variants: optional(
    custom(
      v.custom<object>(isPlainObject),
      undefined,
      "variants by name, such as { plain: {}, wide: { hidden: [512] } }",
    ),
  ),
  seeds: optional(
    custom(v.union([v.number(), v.array(v.number())]), undefined, "a number of seeds, or a list of them"),
  ),
  metric: { ...recipeOptions.metric, accepts: `${recipeOptions.metric.accepts}, or a metric of your own` },
  checkpoint: optional(custom(v.pipe(v.string(), v.nonEmpty()), undefined, "a folder")),
  parallel: optional(count(undefined)),
  backend: deviceOptions.backend,
  onProgress: optional(functionOption()),
  now: optional(functionOption()),
  date: optional(custom(v.date(), undefined, "a Date")),
  platform: optional(custom(v.string(), undefined, "a string")),
  cache: optional(custom(v.string(), undefined, "a folder")),
  signal: optional(signalOption()),
} satisfies Checks<CompareOptions>;

/** What `compare` has no option for, and what to do instead. */
const INSTEAD = {
  seed: "Give seeds: every variant is trained with each of them.",
  epochs: "Give it to the recipe: base: { epochs: 5 }.",
  optimizer: "Give it to the recipe: base: { optimizer: adam() }.",
  loss: "Give it to the recipe: base: { loss: huber() }.",
};

/**
 * Trains every variant with every seed, and says which differences between them are significant: paired t tests by
 * seed, 95 % intervals, and Holm's correction for several comparisons.
 * @returns a study as plain JSON; `studyText` and `studyHtml` of "evenkeel/report" show it.
 * @throws a usage error for an option or a recipe that does not fit, before anything is trained. A run that fails is a result.
 * @example
 * const study = await compare({
 *   base: { model: "mlp", trainSize: 1000, epochs: 3 },
 *   vary: { dropout: [0, 0.5] },
 *   seeds: 3,
 * });
 * console.log(study.conclusions);
 * @example
 * const study = await compare({
 *   data: moons({ noise: 0.2 }),
 *   model: ({ units }) => sequential([dense(units), relu(), dense(1)]),
 *   vary: { units: [16, 64] },
 * });
 */
export async function compare<const V extends Varied = Varied>(options: CompareOptions<V> = {}): Promise<Study> {
  resolveOptions("compare", OPTIONS, options, INSTEAD);
  const { vary, backend = "wasm", onProgress = () => {}, signal, now = () => performance.now() } = options;
  const variants = variantsOf({ ...options, base: baseOf(options) } as Varying);
  const [{ recipe: base }] = variants;
  const seeds = seedsOf(options.seeds ?? DEFAULT_SEEDS, base.seed);
  const parallel = options.parallel ?? Math.min(await cores(), LIMITS.threads);
  checkOption("compare: parallel", count(undefined, "", 1, LIMITS.threads), parallel);
  const started = now();
  const seconds = () => (now() - started) / 1000;
  const host = { threads: 1, backend, signal };
  const own = options.data === undefined ? undefined : await options.data;
  const data = sharedData(own, options);
  // Missing files and mistakes in any variant are reported before anything is trained.
  const prepared: PreparedVariant[] = [];
  for (const variant of variants)
    prepared.push(await prepareVariant(variant, await data(variant.recipe), options.metric, own, host));
  const [baseline] = prepared;
  const { metric, unit, higherIsBetter } = baseline.measured;

  // All variants of a seed one after another, so that pairs are complete early.
  const { checkpoint } = options;
  const kept = checkpoint === undefined ? undefined : await keptStudy(checkpoint, prepared, backend);
  const jobs = seeds.flatMap((seed) =>
    prepared.map((variant) => ({ variant, seed, key: keyOf({ variant: variant.name, seed }) })),
  );
  const before = jobs.filter(({ key }) => kept?.find(key) !== undefined).length;
  const reporter = progressReporter({ total: jobs.length, doneBefore: before }, onProgress, seconds, baseline.units);
  const runs = await inParallel(jobs, parallel, async (job): Promise<StudyRun> => {
    const { variant, seed, key } = job;
    const earlier = kept?.find(key);
    if (earlier !== undefined) return earlier;
    const own = { ...host, onProgress: (progress: TrainProgress) => reporter.step(job, variant.name, seed, progress) };
    const run = await studyRun(variant, seed, own, kept?.underWay(key));
    // One that an exception ended has measured nothing, and is done again; how a run stopped says that it ended by itself.
    if (run.stopped !== undefined && run.failure !== INTERRUPTED) await kept?.keep(key, run);
    reporter.end(job, run, run.failure !== NOT_BEGUN);
    return run;
  }).finally(() => kept?.close());

  const compared = { runs, baseline: baseline.name, metric, unit, higherIsBetter };
  return {
    title: options.title ?? titleOf(vary, variants),
    metric,
    unit,
    higherIsBetter,
    base: baseline.settings,
    baseline: baseline.name,
    seeds,
    runs,
    ...effectsOf({
      ...compared,
      variants: prepared.map(({ name, changes, rate }) => ({ name, changes: asJson(changes), ...defined({ rate }) })),
    }),
    environment: {
      evenkeel: VERSION,
      platform: options.platform ?? platformName(),
      backend: `${backend}, one thread a run`,
      parallel,
      date: (options.date ?? new Date()).toISOString(),
    },
    ...(before > 0 && { doneBefore: before }),
    seconds: seconds(),
  };
}

/** The base with the metric, if a recipe can name it. */
function baseOf({ base = {}, metric, data }: Pick<CompareOptions, "base" | "metric" | "data">): RecipeInput {
  demandFreeData(base, data);
  return typeof metric === "string" ? { ...base, metric } : base;
}

/** "Comparison of dropout and clip", or of the names of variants. */
function titleOf(vary: object | undefined, variants: readonly Variant[]): string {
  const names = vary === undefined ? variants.map(({ name }) => name) : Object.keys(vary);
  return `Comparison of ${every(names)}`;
}

/** Keys that a variant leaves out stay visible in JSON. */
function asJson(changes: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(changes).map(([key, value]) => [key, value === undefined ? null : value]));
}

function seedsOf(seeds: number | readonly number[], first: number): number[] {
  if (typeof seeds !== "number") {
    for (const seed of seeds) checkOption("compare: seeds", recipeOptions.seed, seed);
    if (seeds.length > 0 && new Set(seeds).size === seeds.length) return [...seeds];
    throw usageError({ where: "compare: seeds", expected: "at least one seed, each once", received: show(seeds) });
  }
  checkOption(
    "compare: seeds",
    count(undefined, "", 1, Math.min(LIMITS.seeds, Number.MAX_SAFE_INTEGER - first)),
    seeds,
  );
  return Array.from({ length: seeds }, (_, i) => first + i);
}

function platformName(): string {
  if (typeof process !== "undefined" && process.versions?.node) return `Node.js ${process.version}`;
  return navigator.userAgent;
}
