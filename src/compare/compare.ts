import * as v from "valibot";
import type { BackendChoice } from "../backend/backend.ts";
import { cores } from "../backend/cores.ts";
import { deviceOptions } from "../backend/open.ts";
import type { Dataset } from "../data/dataset.ts";
import type { Source } from "../data/source.ts";
import { usageError } from "../errors.ts";
import { isLayer, type Layer } from "../model/layer.ts";
import type { Metric } from "../model/metric.ts";
import { isPlainObject } from "../options/plain-object.ts";
import { show } from "../options/show.ts";
import {
  type Checks,
  checkOption,
  count,
  custom,
  flag,
  functionOption,
  oneOf,
  optional,
  resolveOptions,
} from "../options.ts";
import { LIMITS } from "../recipe/limits.ts";
import { type Recipe, type RecipeInput, recipeOptions } from "../recipe/recipe.ts";
import { contextOptions, type DataContext } from "../recipe/recipe-data.ts";
import { nameOfMaker } from "../trick/instance.ts";
import type { CompareProgress } from "./compare-progress.ts";
import { DESIGNS, type Design } from "./design.ts";
import { EVIDENCE_OPTIONS, type EvidenceOptions } from "./evidence-options.ts";
import { dataSeedsOf, evidencePlan } from "./evidence-plan.ts";
import { openExecution } from "./execution.ts";
import { executorFor } from "./executor-for.ts";
import { isDecided } from "./is-decided.ts";
import { judgeRuns } from "./judge-runs.ts";
import { keptBackend } from "./kept/kept-backend.ts";
import { plannedRuns } from "./planned-runs.ts";
import { type PreparedVariant, prepareVariant } from "./prepared-variant.ts";
import type { QueueLocation } from "./queue/queue-address.ts";
import { demandFreeData, sharedData } from "./shared-data.ts";
import { splitsOf } from "./splits-of.ts";
import type { Looks } from "./statistics/repeated-look.ts";
import type { Study, StudyRun } from "./study.ts";
import { studyEngine } from "./study-engine.ts";
import { studyOf } from "./study-of.ts";
import type { Arm } from "./tuning/arm.ts";
import { tuneArms } from "./tuning/tune-arms.ts";
import { TUNE_OPTIONS, type TuneOptions } from "./tuning/tune-options.ts";
import { tuningPlan } from "./tuning/tuning-plan.ts";
import { type OwnVariant, type Variant, type Varying, variantsOf } from "./variants.ts";
import type { SettingsOf, Varied } from "./vary.ts";
import { every } from "./words/number-words.ts";

/** How many seeds each variant is trained with by default. */
export const DEFAULT_SEEDS = 5;

/** What is compared, and how. */
export interface CompareOptions<V extends Varied = Varied> extends DataContext, TuneOptions, EvidenceOptions {
  /** The title of the study. By default it names what is varied. */
  title?: string;
  /** What the study asks, for its report: "Does dropout help?". None by default. */
  question?: string;
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
   * How the values of several keys in `vary` are put together: "grid" trains every combination, "oneAtATime" the first value of
   * each, and then one of the other values at a time. "grid" by default.
   */
  design?: Design;
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
  /**
   * Finished networks are measured on the training set too, without masks: the study shows how much better they are there than
   * on the test set, beside their parameters. False by default.
   */
  measureTraining?: boolean;
  /** How many runs at a time, one thread each; by default as many as there are cores. Results do not depend on it. */
  parallel?: number;
  /**
   * The URL of a Redis server, "redis://host:6379", whose workers carry out the runs (Node.js): `evenkeel worker --queue …` on
   * any number of machines. They have the bits that they have here. None by default.
   */
  queue?: string | QueueLocation;
  /**
   * What computes: "wasm" (the default) is fast on processors, "webgpu" computes on a GPU, "reference" in float64 by plain
   * loops. "auto" times some steps of the first variant on wasm and, where there is a GPU, on webgpu, and takes the faster one for
   * all runs; with what the folder of `checkpoint` has, it goes on by what computed that.
   */
  backend?: BackendChoice;
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
  question: optional(custom(v.string(), undefined, "a string")),
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
  design: optional(oneOf(DESIGNS, "grid", "how the values of several keys are put together")),
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
  ...TUNE_OPTIONS,
  ...EVIDENCE_OPTIONS,
  measureTraining: optional(flag(false)),
  parallel: optional(count(undefined)),
  queue: optional(
    custom(
      v.union([v.string(), v.custom<QueueLocation>(isPlainObject)]),
      undefined,
      'the URL of a Redis server, such as "redis://host:6379", or { url, password }',
    ),
  ),
  backend: deviceOptions.backend,
  onProgress: optional(functionOption()),
  now: optional(functionOption()),
  date: optional(custom(v.date(), undefined, "a Date")),
  platform: optional(custom(v.string(), undefined, "a string")),
  ...contextOptions,
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
  return compareBy(options, executorFor);
}

/** The same, with runs carried out by what `executing` gives. */
export async function compareBy<const V extends Varied = Varied>(
  options: CompareOptions<V>,
  executing: typeof executorFor,
): Promise<Study> {
  resolveOptions("compare", OPTIONS, options, INSTEAD);
  const { vary, onProgress = () => {}, signal, now = () => performance.now() } = options;
  const variants = variantsOf({ ...options, base: baseOf(options) } as Varying);
  const [{ recipe: base }] = variants;
  const seeds = seedsOf(options.seeds ?? DEFAULT_SEEDS, base.seed);
  const parallel = options.parallel ?? Math.min(await cores(), LIMITS.threads);
  checkOption("compare: parallel", count(undefined, "", 1, LIMITS.threads), parallel);
  const started = now();
  const seconds = () => (now() - started) / 1000;
  const host = { threads: 1, signal };
  const own = options.data === undefined ? undefined : await options.data;
  const data = sharedData(own, options);
  // Missing files and mistakes in any variant are reported before anything is trained.
  const prepare = async (variant: Variant): Promise<PreparedVariant> =>
    prepareVariant(variant, await data(variant.recipe), options.metric, own, host, options.measureTraining);
  const arms: Arm[] = [];
  for (const variant of variants) arms.push({ variant, prepared: await prepare(variant) });
  const prepared = arms.map((arm) => arm.prepared);
  const plan = await tuningPlan(options, arms, seeds, prepare);
  const evidence = evidencePlan(options, seeds, prepared);
  const dataSeeds = dataSeedsOf(options, seeds, base.dataSeed);
  const splits = dataSeeds === undefined ? undefined : await splitsOf(variants, dataSeeds, prepare);

  const { checkpoint, queue } = options;
  const before = checkpoint === undefined ? undefined : await keptBackend(checkpoint);
  const place = { parallel, signal, before, elsewhere: queue !== undefined };
  const engine = await studyEngine(options.backend ?? "wasm", prepared[0], place);
  const { backend } = engine;
  const executor = await executing(options, prepared, { ...host, backend, parallel });
  const execution = await openExecution({ variants: prepared, executor, engine, checkpoint, onProgress, seconds });
  const { trained, tuning, runs, ...done } = await (async () => {
    const tuned = plan === undefined ? undefined : await tuneArms(arms, plan, execution);
    const compared = tuned?.prepared ?? prepared;
    const decided = (runs: StudyRun[], looks: Looks) =>
      judgeRuns(compared, runs, { ...evidence, looks }).effects.every(isDecided);
    const asked = { execution, splits: splits ?? [{ prepared: compared }], seeds, looks: evidence.looks, signal };
    return { trained: compared, tuning: tuned?.tuning, ...(await plannedRuns({ ...asked, isDecided: decided })) };
  })().finally(() => execution.close());
  return studyOf({
    options,
    base: baseOf(options),
    title: options.title ?? titleOf(vary, variants),
    prepared,
    trained,
    runs,
    evidence,
    dataSeeds,
    tuning,
    ...done,
    asked: seeds,
    backend,
    engine: execution.engine,
    facts: executor.facts(),
    doneBefore: execution.doneBefore,
    seconds: seconds(),
  });
}

/** The base with the metric, if a recipe can name it. */
export function baseOf({ base = {}, metric, data }: Pick<CompareOptions, "base" | "metric" | "data">): RecipeInput {
  demandFreeData(base, data);
  return typeof metric === "string" ? { ...base, metric } : base;
}

/** "Comparison of dropout and clip", or of the names of variants. */
export function titleOf(vary: object | undefined, variants: readonly Variant[]): string {
  const names = vary === undefined ? variants.map(({ name }) => name) : Object.keys(vary);
  return `Comparison of ${every(names)}`;
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
