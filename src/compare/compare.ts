import * as v from "valibot";
import type { BackendName } from "../backend/backend.ts";
import { cores } from "../backend/cores.ts";
import { deviceOptions } from "../backend/open.ts";
import type { Dataset } from "../data/dataset.ts";
import { EvenkeelError, usageError } from "../errors.ts";
import { once } from "../once.ts";
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
import { type DataContext, recipeData } from "../recipe/parts.ts";
import { defineRecipe, type Recipe, type RecipeInput, recipeOptions } from "../recipe/recipe.ts";
import { checkRecipe, trainRecipe } from "../recipe/train-recipe.ts";
import { shareOf } from "../train/progress/progress-text.ts";
import { failureOf } from "../train/run/failure-of.ts";
import type { TrainProgress } from "../train/train-options.ts";
import { VERSION } from "../version.ts";
import type { Vary } from "./experiment.ts";
import { inParallel } from "./in-parallel.ts";
import { rateOf } from "./rate-of.ts";
import { NOT_BEGUN } from "./run-fate.ts";
import type { Study, StudyRun } from "./study.ts";
import { type Variant, variantsOf } from "./variants.ts";
import { effectsOf } from "./words/effects.ts";

export interface CompareOptions extends DataContext {
  title?: string;
  /** What all variants share. */
  base?: RecipeInput;
  /** Values for some keys of the recipe: { dropout: [0, 0.5] }. The first of each makes the baseline. */
  vary: Vary;
  /** How many seeds, counted from the recipe's, or which. 5 by default. */
  seeds?: number | readonly number[];
  /** Runs at a time, one thread each. By default as many as there are cores; results do not depend on it. */
  parallel?: number;
  backend?: BackendName;
  onProgress?: (progress: CompareProgress) => void;
  /** Milliseconds from any fixed point on; performance.now by default. */
  now?: () => number;
  /** The date of the study. */
  date?: Date;
  /** "Node.js v20.20.2" */
  platform?: string;
}

export interface CompareProgress {
  done: number;
  total: number;
  /** The runs under way. */
  running: { variant: string; seed: number; progress: TrainProgress }[];
  /** The run that has just ended. */
  finished?: StudyRun;
  /** Seconds. */
  elapsed: number;
  /** Seconds that the rest would take at this speed; absent before anything is known. */
  remaining?: number;
}

const plain = v.custom<object>(isPlainObject);

const OPTIONS = {
  title: optional(custom(v.string(), undefined, "a text")),
  base: optional(custom(plain, undefined, "a recipe as { … }")),
  vary: custom(plain, undefined, "lists of values by the keys of a recipe, such as { dropout: [0, 0.5] }"),
  seeds: optional(
    custom(v.union([v.number(), v.array(v.number())]), undefined, "a number of seeds, or a list of them"),
  ),
  parallel: optional(count(undefined)),
  backend: deviceOptions.backend,
  onProgress: optional(functionOption()),
  now: optional(functionOption()),
  date: optional(custom(v.date(), undefined, "a Date")),
  platform: optional(custom(v.string(), undefined, "a text")),
  cache: optional(custom(v.string(), undefined, "a folder")),
  signal: optional(signalOption()),
  onDownload: optional(functionOption()),
} satisfies Checks<CompareOptions>;

/** What `compare` has no option for, and what to do instead. */
const INSTEAD = {
  data: 'Name what is compared on in the recipe, base: { data: "digits" }; on data of your own train each variant by itself.',
  model: 'Name the model in the recipe, base: { model: "mlp" }; models of your own train each by itself.',
  seed: "Give seeds: every variant is trained with each of them.",
  epochs: "Give it to the recipe: base: { epochs: 5 }.",
};

/** Trains every variant with every seed, and says what the differences between them are worth. */
export async function compare(options: CompareOptions): Promise<Study> {
  resolveOptions("compare", OPTIONS, options, INSTEAD);
  const { base = {}, vary, backend = "wasm", onProgress = () => {}, signal, now = () => performance.now() } = options;
  const variants = variantsOf(base, vary);
  const seeds = seedsOf(options.seeds ?? 5, variants[0].recipe.seed);
  const parallel = options.parallel ?? Math.min(await cores(), LIMITS.threads);
  checkOption("compare: parallel", count(undefined, "", 1, LIMITS.threads), parallel);
  const started = now();
  const data = await sharedData(options);
  // A mistake in any variant is told before anything is trained.
  for (const { recipe } of variants) checkRecipe(recipe, await data(recipe));

  // All variants of a seed one after another, so that pairs are complete early.
  const jobs = seeds.flatMap((seed) => variants.map((variant) => ({ variant, seed })));
  const running = new Map<object, CompareProgress["running"][number]>();
  let done = 0;
  const report = (finished?: StudyRun) => {
    const elapsed = (now() - started) / 1000;
    const share =
      (done + [...running.values()].reduce((sum, { progress }) => sum + shareOf(progress), 0)) / jobs.length;
    onProgress({
      done,
      total: jobs.length,
      running: [...running.values()],
      ...(finished === undefined ? {} : { finished }),
      elapsed,
      ...(share > 0.01 ? { remaining: elapsed / share - elapsed } : {}),
    });
  };
  const runs = await inParallel(jobs, parallel, async (job): Promise<StudyRun> => {
    const { variant, seed } = job;
    const run = await oneRun(variant, seed, await data(variant.recipe), {
      threads: 1,
      backend,
      ...(signal === undefined ? {} : { signal }),
      onProgress: (progress) => {
        running.set(job, { variant: variant.name, seed, progress });
        report();
      },
    });
    running.delete(job);
    if (run.failure === NOT_BEGUN) return run;
    done++;
    report(run);
    return run;
  });

  const metric = "accuracy";
  const { effects, conclusions } = effectsOf({
    runs,
    variants: variants.map(({ name, changes, recipe }) => ({ name, changes: asJson(changes), rate: rateOf(recipe) })),
    baseline: variants[0].name,
    metric,
    higherIsBetter: true,
  });
  return {
    title: options.title ?? `Comparison of ${Object.keys(vary).join(" and ")}`,
    metric,
    higherIsBetter: true,
    base: { ...variants[0].recipe } as Record<string, unknown>,
    baseline: variants[0].name,
    seeds,
    runs,
    effects,
    conclusions,
    environment: {
      evenkeel: VERSION,
      platform: options.platform ?? platformName(),
      backend: `${backend}, one thread a run`,
      parallel,
      date: (options.date ?? new Date()).toISOString(),
    },
    seconds: (now() - started) / 1000,
  };
}

/** One run as plain JSON. A failure of the run is its result; a mistake in the recipe ends the comparison. */
async function oneRun(
  variant: Variant,
  seed: number,
  data: Dataset,
  host: Parameters<typeof trainRecipe>[2],
): Promise<StudyRun> {
  const started = performance.now();
  if (host?.signal?.aborted) return { variant: variant.name, seed, history: [], seconds: 0, failure: NOT_BEGUN };
  try {
    const run = await trainRecipe({ ...variant.recipe, seed }, data, host);
    const { history, test, stopped, seconds } = run;
    await run.model.close();
    const failure = failureOf(run);
    return {
      variant: variant.name,
      seed,
      history,
      ...(failure === undefined && test !== undefined ? { test } : {}),
      stopped,
      seconds,
      ...(failure === undefined ? {} : { failure }),
    };
  } catch (error) {
    if (!(error instanceof EvenkeelError) || error.kind === "usage") throw error;
    return {
      variant: variant.name,
      seed,
      history: [],
      seconds: (performance.now() - started) / 1000,
      failure: error.message,
    };
  }
}

/** Loads each different set of data once. */
async function sharedData(context: CompareOptions): Promise<(recipe: Recipe) => Promise<Dataset>> {
  const loaded = new Map<string, Promise<Dataset>>();
  const of = (recipe: Recipe) => {
    const { data, dataDirectory, trainSize, validationSize, testSize, dataSeed } = recipe;
    const key = JSON.stringify([data, dataDirectory, trainSize, validationSize, testSize, dataSeed]);
    return once(loaded, key, () => recipeData(recipe, context));
  };
  // A missing file is told before anything is trained.
  await of(defineRecipe({ ...context.base, ...firstValues(context.vary) }));
  return of;
}

/** What is left out stays visible in JSON. */
function asJson(changes: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(changes).map(([key, value]) => [key, value === undefined ? null : value]));
}

function firstValues(vary: Vary): RecipeInput {
  return Object.fromEntries(Object.entries(vary).map(([key, values]) => [key, (values as unknown[])[0]]));
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
