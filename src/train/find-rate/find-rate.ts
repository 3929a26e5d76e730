import * as v from "valibot";
import { computedBy } from "../../backend/computed-by.ts";
import { withoutTrial } from "../../backend/on-trial.ts";
import { openDevice } from "../../backend/open.ts";
import { batches } from "../../data/batches.ts";
import { expectDataset } from "../../data/checks/expect-dataset.ts";
import type { Dataset } from "../../data/dataset.ts";
import type { Source } from "../../data/source.ts";
import { usageError } from "../../errors.ts";
import { pow } from "../../exact-math/pow.ts";
import { wholePower } from "../../exact-math/whole-power.ts";
import type { Layer } from "../../model/layer.ts";
import { defaultRateOf } from "../../optimize/learning-rate.ts";
import { defined } from "../../options/defined.ts";
import { type Checks, count, custom, formerly, optional, positive, resolveOptions, unit } from "../../options.ts";
import { layerOf } from "../../predict/layer-of.ts";
import { TrainedModel } from "../../predict/trained-model.ts";
import { sayOnce } from "../../say-once.ts";
import { stepsAtOnce } from "../epoch/steps-at-once.ts";
import { insteadOfTrainOptions } from "../instead-of-train-options.ts";
import { checkDriven } from "../prepare/check-callbacks.ts";
import { prepareTraining } from "../prepare/prepare-training.ts";
import { startingWeights } from "../prepare/starting-weights.ts";
import { TrainingSession } from "../step/session.ts";
import { type TrainOptions, trainOptions } from "../train-options.ts";
import type { identityOf } from "./identity-of.ts";
import type { KeptRateTest } from "./kept-rate-test.ts";
import type { MeasuredRates } from "./measured-rates.ts";
import { type RateSuggestion, suggestRate } from "./suggest-rate.ts";

/** The options of a range test. */
export const rangeOptions = {
  startRate: formerly("low", positive(1e-7, "the first learning rate")),
  endRate: formerly("high", positive(10, "the last learning rate")),
  steps: count(100, "how many steps are taken, each rate a fixed multiple of the last", 10, 100_000),
  smoothing: unit(0.9, "the share of the smoothed loss that is kept at each step"),
  divergeThreshold: formerly(
    "explodes",
    positive(4, "stop when the smoothed loss exceeds this multiple of its minimum"),
  ),
};

/** The options of a range test, and those of training that apply to it. */
export interface FindRateOptions
  extends Omit<
    TrainOptions,
    | "callbacks"
    | "epochs"
    | "maxSteps"
    | "maxTime"
    | "checkpoint"
    | "resume"
    | "verbose"
    | "onProgress"
    | "onStep"
    | "pace"
  > {
  /** The first learning rate; 1e-7 by default. */
  startRate?: number | undefined;
  /** The last learning rate; 10 by default. */
  endRate?: number | undefined;
  /** How many steps are taken, each rate a fixed multiple of the last; 100 by default. */
  steps?: number | undefined;
  /** The share of the smoothed loss that is kept at each step; 0.9 by default. */
  smoothing?: number | undefined;
  /** Stop when the smoothed loss exceeds this multiple of its minimum; 4 by default. */
  divergeThreshold?: number | undefined;
  /**
   * A folder that keeps the test while it is under way, and when it has ended (Node.js). The same call goes on from there, after
   * whatever ended it, to the same losses; on another backend it says so. The folder of another test is refused. None by default.
   */
  checkpoint?: string | undefined;
  /** Called after every few steps. None by default. */
  onProgress?: ((progress: { step: number; steps: number; rate: number; loss: number }) => void) | undefined;
}

const {
  callbacks: _callbacks,
  epochs: _epochs,
  maxSteps: _maxSteps,
  maxTime: _maxTime,
  checkpoint: _checkpoint,
  onStep: _onStep,
  pace: _pace,
  resume: _resume,
  verbose: _verbose,
  onProgress,
  ...ofTraining
} = trainOptions;
const checkpoint = optional(custom<string>(v.pipe(v.string(), v.nonEmpty()), undefined, "a folder"));
export const OPTIONS = { ...ofTraining, ...rangeOptions, checkpoint, onProgress } satisfies Checks<FindRateOptions>;

const INSTEAD = {
  ...insteadOfTrainOptions,
  epochs: "Say steps: a range test takes so many.",
  maxSteps: "Say steps: a range test takes so many.",
  maxTime: "Give a signal: AbortSignal.timeout(60_000). With checkpoint, the same call goes on.",
  verbose: "Give onProgress, which is called after every few steps.",
};

/** What a range test found. Plain JSON. */
export interface RateTest extends MeasuredRates {
  /** The `rate` to take with its `reason`, and two marks of the curve; absent where the loss gives none. */
  suggestion?: RateSuggestion;
  /** In words: which rate to take and what was seen, or why there is no suggestion and what to try. */
  explanation: string;
  /** What computed it: "wasm, 2 threads, relaxed SIMD". Absent for a test that an earlier version kept. */
  backend?: string;
}

/**
 * The range test of learning rates: trains for some steps, with a rate that rises exponentially from `startRate` to `endRate`,
 * and looks where the loss falls, and where it explodes. Nothing is kept: of a model, its initial weights by the seed are
 * used; a trained one is tried from its own weights, which stay as they are.
 *
 * `const { suggestion } = await findRate(model, data, { optimizer: adam(), batchSize: 64 });`, and then
 * `adam({ learningRate: suggestion.rate })`.
 *
 * Source: Smith 2017, Cyclical learning rates for training neural networks, section 3.3; the explosion, the smoothing and
 * the valley as in fastai. The rate to take lies between the optimizer's default and what the curve says: `suggestRate`.
 * @throws a usage error for options that do not fit, and for an optimizer without a learning rate.
 * @example
 * const { suggestion, explanation } = await findRate(model, data, { optimizer: adam(), batchSize: 64 });
 * if (suggestion) await train(model, data, { optimizer: adam({ learningRate: suggestion.rate }), batchSize: 64 });
 */
export async function findRate(
  model: Layer | TrainedModel,
  given: Dataset | Source,
  options: FindRateOptions = {},
): Promise<RateTest> {
  const layer = layerOf("findRate: model", model);
  const data = await given;
  expectDataset("findRate: data", data);
  const range = resolveOptions("findRate", OPTIONS, options, INSTEAD);
  if (range.startRate >= range.endRate)
    throw usageError({
      where: "findRate: startRate",
      expected: `a rate below the last, ${range.endRate}`,
      received: String(range.startRate),
    });
  const trained = model instanceof TrainedModel ? model.parts : undefined;
  const test = (on: FindRateOptions, lost?: string) => rangeTest({ layer, trained, data, range, lost }, on);
  if (options.backend !== "auto") return test(options);
  const { wasmWhereLost } = await import("../../backend/wasm-where-lost.ts");
  return wasmWhereLost("findRate", options, test);
}

/** What is tested. */
interface Tested {
  layer: Layer;
  /** A model that is tried from its own weights. */
  trained: TrainedModel["parts"] | undefined;
  data: Dataset;
  range: Record<keyof typeof rangeOptions, number>;
  /** The GPU that was lost before. */
  lost: string | undefined;
}

async function rangeTest({ layer, trained, data, range, lost }: Tested, options: FindRateOptions): Promise<RateTest> {
  const { startRate, endRate, steps, smoothing, divergeThreshold } = range;
  const others: TrainOptions = Object.fromEntries(
    Object.entries(options).filter(([key]) => Object.hasOwn(ofTraining, key)),
  );
  const { stream: _, ...inMemory } = data; // of a streamed set some samples, drawn at random
  const training = await prepareTraining(layer, inMemory, others, "findRate");
  sayOnce(training.hints);
  checkDriven("findRate", training.optimizer);
  const { seed, samples, batchSize, shuffle } = training;
  const rateAt = (step: number) => startRate * pow(endRate / startRate, step / (steps - 1));

  const test: MeasuredRates = { rates: [], losses: [], smoothed: [], ended: "highest rate" };
  let [step, average, best, atOnce] = [0, 0, Infinity, 1];
  const add = (loss: number) => {
    average = smoothing * average + (1 - smoothing) * loss;
    const smoothed = average / (1 - wholePower(smoothing, step + 1)); // without the bias of its start at 0
    if (smoothed > best + (divergeThreshold - 1) * Math.abs(best)) test.ended = "exploded";
    test.rates.push(rateAt(step));
    test.losses.push(loss);
    test.smoothed.push(smoothed);
    best = Math.min(best, smoothed);
    step++;
  };
  const isOver = () => step >= steps || test.ended !== "highest rate";
  const whole = (backend: string | undefined): RateTest => ({
    ...test,
    ...suggestRate({ ...test, usual: defaultRateOf(training.optimizer) }),
    ...defined({ backend }),
  });
  const weights = trained?.weights ?? (await startingWeights(training, others));
  const { scale, targetScale } = trained ?? training;
  const now = others.now ?? (() => performance.now());
  const asked = { startRate, endRate, steps, smoothing, divergeThreshold, scale, targetScale };
  const folder = options.checkpoint;
  const kept = folder === undefined ? undefined : await keptIn(folder, now, training, asked, weights);
  const order = endless(samples, batchSize, { seed, shuffle });
  const before = kept?.found?.test;
  for (const loss of before?.losses ?? []) {
    add(loss);
    order.next();
  }
  if (before !== undefined && before.ended !== "aborted") test.ended = before.ended;
  if (before !== undefined && isOver()) {
    kept?.sayOver(others.backend);
    return whole(before.backend); // nothing is left to compute
  }
  const device = await openDevice(others);
  const backend = () =>
    computedBy(before && (before.backend ?? "unknown"), device.description + (lost ? ` (auto: ${lost} was lost)` : ""));
  try {
    const progress = { ...training.progress, rate: rateAt };
    const parts = { device, ...training, scale, targetScale, progress, callbacks: [] };
    const session = await TrainingSession.open(parts, weights);
    if (kept?.found !== undefined) await session.restore(kept.found.state);
    kept?.sayOtherBits(device.description);
    while (!isOver()) {
      if (others.signal?.aborted) {
        test.ended = "aborted";
        break;
      }
      const some = Array.from({ length: Math.min(atOnce, steps - step) }, () => order.next().value as Uint32Array);
      const begun = now();
      for (const { loss, finite } of await session.step(some, { step, taken: step })) {
        if (finite === 0) test.ended = "exploded";
        else add(loss);
        if (test.ended === "exploded") break;
      }
      const perStep = (now() - begun) / some.length;
      atOnce = stepsAtOnce(perStep, MOST_AT_ONCE);
      options.onProgress?.({ step, steps, rate: rateAt(step), loss: test.smoothed.at(-1) ?? Number.NaN });
      if (!isOver() && kept?.isDue)
        await kept.save({ ...test, ended: "aborted", backend: backend() }, await session.trainingState());
    }
    kept?.sayOtherBits(withoutTrial(device.description)); // "auto" has chosen
    const state = test.ended === "aborted" ? await session.trainingState() : {};
    await kept?.save({ ...test, backend: backend() }, state);
  } finally {
    await device.close();
  }
  return whole(backend());
}

/** What a folder has of this test. Few ask for it. */
async function keptIn(
  folder: string,
  now: () => number,
  ...made: Parameters<typeof identityOf>
): Promise<KeptRateTest> {
  const [identity, kept] = [await import("./identity-of.ts"), await import("./kept-rate-test.ts")];
  return kept.KeptRateTest.open(folder, identity.identityOf(...made), () => now() / 1000);
}

/** Steps that are queued at once, at most: a few are taken in vain after an explosion. */
const MOST_AT_ONCE = 8;

/** The batches of one epoch after another. */
function* endless(
  samples: number,
  batchSize: number,
  order: { seed: number; shuffle: boolean },
): Generator<Uint32Array> {
  for (let epoch = 1; ; epoch++) yield* batches(samples, batchSize, { ...order, epoch });
}
