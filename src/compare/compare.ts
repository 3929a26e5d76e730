import * as v from "valibot";
import type { BackendName } from "../backend/backend.ts";
import { cores } from "../backend/cores.ts";
import { deviceOptions } from "../backend/open.ts";
import { usageError } from "../errors.ts";
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
import { METRICS } from "../recipe/choices.ts";
import type { DataContext } from "../recipe/data-sources.ts";
import { LIMITS } from "../recipe/limits.ts";
import { type Recipe, type RecipeInput, recipeOptions } from "../recipe/recipe.ts";
import { recipeMetric } from "../recipe/recipe-metric.ts";
import { checkRecipe } from "../recipe/train-recipe.ts";
import { isOfKind } from "../trick/of-kind.ts";
import { VERSION } from "../version.ts";
import type { CompareProgress } from "./compare-progress.ts";
import { effectsOf } from "./effects.ts";
import type { Vary } from "./experiment.ts";
import { inParallel } from "./in-parallel.ts";
import { progressReporter } from "./progress-reporter.ts";
import { rateOf } from "./rate-of.ts";
import { NOT_BEGUN } from "./run-outcome.ts";
import { sharedData } from "./shared-data.ts";
import type { Study, StudyRun } from "./study.ts";
import { studyRun } from "./study-run.ts";
import { variantsOf } from "./variants.ts";

/** How many seeds each variant is trained with by default. */
export const DEFAULT_SEEDS = 5;

/** What is compared, and how. */
export interface CompareOptions extends DataContext {
  /** The title of the study. By default it names what is varied. */
  title?: string;
  /**
   * What all variants share: keys of a recipe, such as `{ data: "digits", model: "mlp" }`. The recipe's defaults by default.
   */
  base?: RecipeInput;
  /** Values for some keys of the recipe: { dropout: [0, 0.5] }. The first value of each key makes the baseline. */
  vary: Vary;
  /** How many seeds, counted from the recipe's, or a list of seeds. 5 by default. */
  seeds?: number | readonly number[];
  /**
   * What variants are compared by, measured on the test set: a name, as in a recipe ("accuracy" by default, or "loss"), or
   * a metric of your own, made by `defineMetric`.
   */
  metric?: Recipe["metric"] | Metric;
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
  base: optional(custom(v.custom<object>(isPlainObject), undefined, "a recipe as { … }")),
  vary: custom(
    v.custom<object>(isPlainObject),
    undefined,
    "lists of values by the keys of a recipe, such as { dropout: [0, 0.5] }",
  ),
  seeds: optional(
    custom(v.union([v.number(), v.array(v.number())]), undefined, "a number of seeds, or a list of them"),
  ),
  metric: optional(
    custom(
      v.union([v.picklist(METRICS), v.custom<Metric>((value) => isOfKind("metrics", value))]),
      undefined,
      `${METRICS.map((name) => `"${name}"`).join(" or ")}, or a metric of your own`,
      "",
      ["metrics"],
    ),
  ),
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
  data: 'Name the data in the recipe, base: { data: "digits" }; with data of your own, call train for each variant.',
  model: 'Name the model in the recipe, base: { model: "mlp" }; with a model of your own, call train for each variant.',
  seed: "Give seeds: every variant is trained with each of them.",
  epochs: "Give it to the recipe: base: { epochs: 5 }.",
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
 */
export async function compare(options: CompareOptions): Promise<Study> {
  resolveOptions("compare", OPTIONS, options, INSTEAD);
  const { vary, backend = "wasm", onProgress = () => {}, signal, now = () => performance.now() } = options;
  const own = typeof options.metric === "object" ? options.metric : undefined;
  const named = typeof options.metric === "string" ? { metric: options.metric } : {};
  const variants = variantsOf({ ...options.base, ...named }, vary);
  const [{ name: baseline, recipe: base }] = variants;
  const metric = own?.name ?? base.metric;
  const { unit, higherIsBetter } = own ?? recipeMetric(base.metric);
  const seeds = seedsOf(options.seeds ?? DEFAULT_SEEDS, base.seed);
  const parallel = options.parallel ?? Math.min(await cores(), LIMITS.threads);
  checkOption("compare: parallel", count(undefined, "", 1, LIMITS.threads), parallel);
  const started = now();
  const seconds = () => (now() - started) / 1000;
  const host = { threads: 1, backend, signal, ...defined({ metrics: own && [own] }) };
  const data = sharedData(options);
  // Missing files and mistakes in any variant are reported before anything is trained.
  for (const { recipe } of variants) checkRecipe(recipe, await data(recipe), host);

  // All variants of a seed one after another, so that pairs are complete early.
  const jobs = seeds.flatMap((seed) => variants.map((variant) => ({ variant, seed })));
  const reporter = progressReporter(jobs.length, onProgress, seconds);
  const runs = await inParallel(jobs, parallel, async (job): Promise<StudyRun> => {
    const { variant, seed } = job;
    const run = await studyRun(variant, seed, await data(variant.recipe), {
      ...host,
      onProgress: (progress) => reporter.step(job, variant.name, seed, progress),
    });
    reporter.end(job, run, run.failure !== NOT_BEGUN);
    return run;
  });

  const compared = { runs, baseline, metric, unit, higherIsBetter };
  return {
    title: options.title ?? `Comparison of ${Object.keys(vary).join(" and ")}`,
    metric,
    unit,
    higherIsBetter,
    base: own === undefined ? { ...base } : withoutMetric(base),
    baseline,
    seeds,
    runs,
    ...effectsOf({
      ...compared,
      variants: variants.map(({ name, changes, recipe }) => ({ name, changes: asJson(changes), rate: rateOf(recipe) })),
    }),
    environment: {
      evenkeel: VERSION,
      platform: options.platform ?? platformName(),
      backend: `${backend}, one thread a run`,
      parallel,
      date: (options.date ?? new Date()).toISOString(),
    },
    seconds: seconds(),
  };
}

/** The recipe of a comparison by a metric of the user's own, which no recipe can name. */
function withoutMetric({ metric: _, ...base }: object & { metric?: unknown }): Record<string, unknown> {
  return base;
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
