import * as v from "valibot";
import type { BackendName } from "../../backend/backend.ts";
import { cores } from "../../backend/cores.ts";
import { usageError } from "../../errors.ts";
import { defined } from "../../options/defined.ts";
import { defineRecipe } from "../../recipe/define-recipe.ts";
import type { RecipeInput } from "../../recipe/recipe.ts";
import { type DataContext, dataOfRecipe } from "../../recipe/recipe-data.ts";
import { failureOf, INTERRUPTED } from "../../train/run/failure-of.ts";
import { measuredNumber } from "../../train/run/measured-number.ts";
import type { Run } from "../../train/run/run.ts";
import { epoch, measures, testMeasures } from "../../train/run/run-schema.ts";
import { train } from "../../train/train.ts";
import { VERSION } from "../../version.ts";
import { effectsOf } from "../effects.ts";
import { inParallel } from "../in-parallel.ts";
import { identityOf } from "../kept/identity-of.ts";
import { KeptRuns } from "../kept/kept-runs.ts";
import { keyOf } from "../kept/kept-study.ts";
import { platformName } from "../platform-name.ts";
import { type PreparedVariant, prepareVariant } from "../prepared-variant.ts";
import { NOT_BEGUN, outcomeOf } from "../run-outcome.ts";
import type { Study, StudyRun } from "../study.ts";
import type { Variant } from "../variants.ts";
import type { ReadingExperiment } from "./reading-experiment.ts";

export interface ReadingOptions extends DataContext {
  /** The recipe of the networks. */
  base: RecipeInput;
  seeds: number;
  /** How many seeds at a time, one thread each; as many as there are cores by default. */
  parallel?: number | undefined;
  /** A folder that keeps every seed that is done (Node.js): the same call goes on from there. None by default. */
  checkpoint?: string | undefined;
  backend?: BackendName;
  /** Called with each seed that has ended. */
  onSeed?: (runs: readonly StudyRun[], done: number, total: number) => void;
  now?: () => number;
  date?: Date;
}

/** What the networks of one seed gave. */
interface SeedRuns {
  seed: number;
  runs: StudyRun[];
}

const schema = v.object({
  seed: v.number(),
  runs: v.array(
    v.object({
      variant: v.string(),
      seed: v.number(),
      history: v.array(epoch),
      test: v.exactOptional(testMeasures),
      baseline: v.exactOptional(measures),
      seconds: measuredNumber,
      failure: v.exactOptional(v.string()),
    }),
  ),
}) as v.GenericSchema<unknown, SeedRuns>;

/**
 * Compares what can be read off the same networks, such as one of them against the mean of several. For each seed its networks
 * are trained once, one after another, and all variants are read off them: the differences are paired.
 * @returns a study like that of `compare`.
 */
export async function compareReadings(experiment: ReadingExperiment, options: ReadingOptions): Promise<Study> {
  const { backend = "wasm", signal, checkpoint, now = () => performance.now(), onSeed = () => {} } = options;
  const { title, question, variants, networks } = experiment;
  const started = now();
  const recipe = defineRecipe(options.base);
  const host = { threads: 1, backend, ...defined({ signal }) };
  const variant: Variant = { name: variants[0], changes: {}, recipe, with: () => variant };
  const prepared = await prepareVariant(variant, await dataOfRecipe(recipe, options), undefined, undefined, host);
  demandClasses(experiment, prepared);
  const { metric, unit, higherIsBetter } = prepared.measured;
  const parallel = options.parallel ?? (await cores());
  const seeds = Array.from({ length: options.seeds }, (_, i) => recipe.seed + i);
  const identity = { ...identityOf([prepared], backend), readings: { variants, networks } };
  const form = { schema, keyOf: ({ seed }: SeedRuns) => keyOf({ variant: "", seed }) };
  const kept = checkpoint === undefined ? undefined : await KeptRuns.open<SeedRuns>(checkpoint, identity, form);
  let [done, doneBefore] = [0, 0];
  const all = await inParallel(seeds, parallel, async (seed) => {
    const earlier = kept?.find(form.keyOf({ seed, runs: [] }));
    const runs = earlier?.runs ?? (await runsOf(experiment, prepared, seed, host));
    if (earlier !== undefined) doneBefore += runs.length;
    else if (runs.every((run) => outcomeOf(run, metric) === "measured"))
      await kept?.keep(form.keyOf({ seed, runs }), { seed, runs });
    if (!runs.some(({ failure }) => failure === NOT_BEGUN)) onSeed(runs, ++done, seeds.length);
    return runs;
  }).finally(() => kept?.close());
  const runs = all.flat();
  const compared = { runs, baseline: variants[0], metric, unit, higherIsBetter };
  const measured = runs.filter((run) => outcomeOf(run, metric) === "measured");
  return {
    title,
    question,
    metric,
    unit,
    higherIsBetter,
    base: prepared.settings,
    baseline: variants[0],
    seeds,
    runs,
    ...effectsOf({ ...compared, variants: variants.map((name) => ({ name, changes: { reading: name } })) }),
    ...(measured.length > 0 && { tables: experiment.tables(measured) }),
    environment: {
      evenkeel: VERSION,
      platform: platformName(),
      backend: `${backend}, one thread a run`,
      parallel,
      date: (options.date ?? new Date()).toISOString(),
    },
    ...(doneBefore > 0 && { doneBefore }),
    seconds: (now() - started) / 1000,
  };
}

/** Seeds of networks: far enough apart that no two seeds of the study share one. */
const SEEDS_APART = 1000;

/** Trains the networks of one seed, and reads all variants off them. */
async function runsOf(
  { variants, networks, read }: ReadingExperiment,
  { model, data, training }: PreparedVariant,
  seed: number,
  host: object & { signal?: AbortSignal },
): Promise<StudyRun[]> {
  const started = performance.now();
  const ended = (failure: string) => variants.map((variant) => ({ variant, seed, history: [], seconds: 0, failure }));
  if (host.signal?.aborted) return ended(NOT_BEGUN);
  const trained: Run[] = [];
  try {
    for (let i = 0; i < networks; i++) {
      const own = networks === 1 ? seed : seed * SEEDS_APART + i;
      const run = await train(model, data, { ...training, ...host, seed: own });
      trained.push(run);
      const failure = failureOf(run);
      if (failure !== undefined) return ended(failure);
    }
    const [{ history, baseline }] = trained;
    const models = trained.map((run) => run.model);
    const given = await read(models, data);
    if (host.signal?.aborted) return ended(INTERRUPTED);
    const seconds = (performance.now() - started) / 1000;
    return variants.map((variant) => ({
      variant,
      seed,
      history,
      test: given[variant],
      ...defined({ baseline }),
      seconds,
    }));
  } finally {
    for (const { model } of trained) await model.close();
  }
}

/** @throws a usage error for data whose targets are no classes. */
function demandClasses({ name }: ReadingExperiment, { data, measured }: PreparedVariant): void {
  if (data.classes !== undefined && data.layout === undefined && measured.metric === "accuracy") return;
  throw usageError({
    where: `compare ${name}`,
    expected: "data with classes, compared by accuracy",
    received:
      data.classes === undefined ? `${data.name}, whose targets are no classes` : `${data.name} by ${measured.metric}`,
  });
}
