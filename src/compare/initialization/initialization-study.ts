import type { BackendName } from "../../backend/backend.ts";
import { cores } from "../../backend/cores.ts";
import { type Dataset, inputShape } from "../../data/dataset.ts";
import { standardize } from "../../data/scaling/standardize.ts";
import { digits } from "../../data/sources/digits.ts";
import { EvenkeelError, runError } from "../../errors.ts";
import { log } from "../../exact-math/log.ts";
import { sizeOf } from "../../graph/shape.ts";
import type { ActivationName } from "../../model/blocks/activation-option.ts";
import { momentum } from "../../optimize/optimizers/momentum.ts";
import { defined } from "../../options/defined.ts";
import { checkOption, count } from "../../options.ts";
import { LIMITS } from "../../recipe/limits.ts";
import { signals } from "../../train/callbacks/signals.ts";
import type { Run } from "../../train/run/run.ts";
import { train } from "../../train/train.ts";
import type { TrainOptions } from "../../train/train-options.ts";
import { VERSION } from "../../version.ts";
import { inParallel } from "../in-parallel.ts";
import { dataChecksums } from "../kept/data-checksums.ts";
import { type DeepNetwork, deepNetwork, hiddenSignals, type NetworkVariant, VARIANTS } from "./deep-network.ts";
import type { InitializationRun } from "./initialization-run.ts";
import { keptNetworks, keyOf } from "./kept-networks.ts";
import { SCHEMES } from "./schemes.ts";

export interface InitializationOptions {
  /** Hidden layers. 30 by default. */
  depth?: number;
  /** Units of each. 64 by default. */
  width?: number;
  /** "relu" by default. */
  activation?: ActivationName;
  epochs?: number;
  learningRate?: number;
  batchSize?: number;
  trainSize?: number;
  seed?: number;
  /** Some of `SCHEMES`; all by default. */
  schemes?: readonly string[];
  /** Some of `VARIANTS`; all by default. */
  variants?: readonly NetworkVariant[];
  /** How many runs at a time, one thread each; as many as there are cores by default. */
  parallel?: number | undefined;
  /** A folder that keeps every network that was trained (Node.js): the same call trains the others. None by default. */
  checkpoint?: string | undefined;
  backend?: BackendName;
  signal?: AbortSignal;
  onRun?: (run: InitializationRun, done: number, total: number) => void;
  now?: () => number;
  date?: Date;
}

/** What initial weights do to a deep network. Plain JSON. */
export interface InitializationStudy {
  title: string;
  settings: Record<string, string | number>;
  /** The networks whose training ended. */
  runs: InitializationRun[];
  /** How many networks were planned; more than `runs` after an interruption. */
  planned: number;
  /** Why some networks could not be trained, such as a worker that ended. */
  broken: string[];
  /** The loss of a network that has learned nothing: ln(classes). */
  chance: number;
  environment: { evenkeel: string; backend: string; date: string };
  seconds: number;
}

/**
 * Trains one deep network on drawn digits for each initialization scheme and variant, and records the standard deviations
 * of activations and gradients, layer by layer, at the first step.
 */
export async function compareInitialization(options: InitializationOptions = {}): Promise<InitializationStudy> {
  const { depth = 30, width = 64, activation = "relu", epochs = 5, learningRate = 0.01 } = options;
  const {
    trainSize = 1000,
    batchSize = Math.min(50, trainSize),
    seed = 1,
    backend = "wasm",
    now = () => performance.now(),
    onRun = () => {},
  } = options;
  const { schemes = Object.keys(SCHEMES), variants = VARIANTS, signal } = options;
  checkOption("compare initialization: depth", count(undefined, "", 1, LIMITS.layers), depth);
  checkOption("compare initialization: width", count(undefined, "", 1, LIMITS.units), width);
  const started = now();
  const data = await digits({ seed: 1, train: trainSize, validation: 0, test: 500 });
  const classes = data.classes?.length ?? 10;
  const inputs = sizeOf(inputShape(data.train));
  const jobs = variants.flatMap((variant) =>
    schemes.map((scheme) => ({ scheme, variant, depth, width, activation, inputs, classes })),
  );
  const settings = {
    depth,
    width,
    activation,
    optimizer: "momentum",
    learningRate,
    epochs,
    batchSize,
    trainSize,
    seed,
  };
  const identity = { evenkeel: VERSION, backend, settings, samples: dataChecksums(data) };
  const { checkpoint } = options;
  const kept = checkpoint === undefined ? undefined : await keptNetworks(checkpoint, identity);
  let done = 0;
  const told = (run: InitializationRun) => {
    onRun(run, ++done, jobs.length);
    return run;
  };
  const broken: string[] = [];
  const all = await inParallel(jobs, options.parallel ?? (await cores()), async (network) => {
    const earlier = kept?.find(keyOf(network));
    if (earlier !== undefined) return told(earlier);
    const run = await oneRun(network, data, {
      epochs,
      batchSize,
      seed,
      backend,
      threads: 1,
      scaling: standardize(),
      optimizer: momentum({ learningRate }),
      signal,
    }).catch((error: unknown) => {
      if (!(error instanceof EvenkeelError && error.kind === "run")) throw error;
      broken.push(`${network.variant}, ${network.scheme}: ${error.message}`); // the other networks are kept
      return undefined;
    });
    if (run !== undefined) await kept?.keep(keyOf(network), run);
    return run && told(run);
  }).finally(() => kept?.close());
  const runs = all.filter((run) => run !== undefined);
  if (runs.length === 0)
    throw runError({
      where: "compare initialization",
      expected: "to train at least one network",
      received: broken[0] ?? "an interruption before",
    });
  return {
    title: `Initial weights of a network with ${depth} hidden layers (${activation})`,
    settings,
    runs,
    planned: jobs.length,
    broken,
    chance: log(classes),
    environment: { evenkeel: VERSION, backend, date: (options.date ?? new Date()).toISOString() },
    seconds: (now() - started) / 1000,
  };
}

/** Undefined if it was interrupted. */
async function oneRun(
  network: DeepNetwork,
  data: Dataset,
  options: TrainOptions,
): Promise<InitializationRun | undefined> {
  if (options.signal?.aborted) return undefined;
  const { scheme, variant, depth } = network;
  const onlyFirst = signals({ every: Number.MAX_SAFE_INTEGER });
  const run = await train(deepNetwork(network), data, { ...options, callbacks: [onlyFirst] });
  await run.model.close();
  if (run.stopped.reason === "aborted") return undefined; // a network trained halfway shows nothing
  // An epoch in which no step could be taken has no loss.
  const losses = run.history.flatMap(({ train: { loss } }) => (Number.isFinite(loss) ? [loss] : []));
  const failure = failureOf(run, losses.length);
  const flat = run.signals.find(({ saturated }) => saturated !== undefined)?.saturated;
  return {
    scheme,
    variant,
    layers: hiddenSignals(run.signals, depth).map(({ std, gradientStd = 0 }) => ({
      std,
      gradientStd,
    })),
    ...defined({ saturated: network.activation === "relu" ? undefined : flat }),
    losses,
    ...defined({ accuracy: failure === undefined ? run.test?.accuracy : undefined }),
    seconds: run.seconds,
    ...defined({ failure }),
  };
}

function failureOf({ stopped, history, skippedSteps, steps }: Run, epochsWithLoss: number): string | undefined {
  if (stopped.reason !== "epochs") return stopped.detail ?? stopped.reason;
  if (epochsWithLoss === history.length) return undefined;
  return `the loss or gradient of ${skippedSteps} of ${steps} steps was not finite`;
}
