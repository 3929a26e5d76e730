import type { BackendName } from "../../backend/backend.ts";
import { cores } from "../../backend/cores.ts";
import { type Dataset, inputShape } from "../../data/dataset.ts";
import { standardize } from "../../data/scaling/standardize.ts";
import { digits } from "../../data/sources/digits.ts";
import { EvenkeelError, runError } from "../../errors.ts";
import { sizeOf } from "../../graph/shape.ts";
import type { ActivationName } from "../../model/blocks/activation-option.ts";
import { momentum } from "../../optimize/optimizers/momentum.ts";
import { checkOption, count } from "../../options.ts";
import { LIMITS } from "../../recipe/limits.ts";
import { signals } from "../../train/callbacks/signals.ts";
import { train } from "../../train/train.ts";
import { VERSION } from "../../version.ts";
import { inParallel } from "../in-parallel.ts";
import { deepNetwork, FORMS, type Form, hiddenSignals } from "./deep-network.ts";
import { LAWS } from "./laws.ts";

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
  /** Only some of `LAWS` and `FORMS`; all by default. */
  laws?: readonly string[];
  forms?: readonly Form[];
  /** Runs at a time, one thread each; as many as there are cores by default. */
  parallel?: number;
  backend?: BackendName;
  signal?: AbortSignal;
  onRun?: (run: InitializationRun, done: number, total: number) => void;
  now?: () => number;
  date?: Date;
}

/** One network from initial weights of one law. Plain JSON. */
export interface InitializationRun {
  law: string;
  form: Form;
  /** At the first step, from the first hidden layer to the last. */
  layers: { deviation: number; gradientDeviation: number }[];
  /** The share of the first hidden layer's values at which tanh or sigmoid is flat; absent for other activations. */
  saturated?: number;
  /** The training loss of each epoch. */
  losses: number[];
  /** On the test part; absent if the run failed. */
  accuracy?: number;
  seconds: number;
  failure?: string;
}

/** What initial weights do to a deep network. Plain JSON. */
export interface InitializationStudy {
  title: string;
  settings: Record<string, string | number>;
  /** The networks that were trained to their end. */
  runs: InitializationRun[];
  /** How many were to be trained; more than `runs` after an interrupt. */
  planned: number;
  /** Why networks could not be trained that nothing interrupted: a worker that ended. */
  broken: string[];
  /** The loss of a network that has learned nothing: ln(classes). */
  chance: number;
  environment: { evenkeel: string; backend: string; date: string };
  seconds: number;
}

/**
 * Trains one deep network of drawn digits from each law of initial weights, in each form, and records the deviation of
 * what its layers give and of the gradients that come back at the first step.
 */
export async function compareInitialization(options: InitializationOptions = {}): Promise<InitializationStudy> {
  const { depth = 30, width = 64, activation = "relu", epochs = 5, learningRate = 0.01, batchSize = 50 } = options;
  const { trainSize = 1000, seed = 1, backend = "wasm", now = () => performance.now(), onRun = () => {} } = options;
  const { laws = Object.keys(LAWS), forms = FORMS } = options;
  checkOption("compare initialization: depth", count(undefined, "", 1, LIMITS.layers), depth);
  checkOption("compare initialization: width", count(undefined, "", 1, LIMITS.units), width);
  const started = now();
  const data = await digits({ seed: 1, train: trainSize, validation: 0, test: 500 });
  const jobs = forms.flatMap((form) => laws.map((law) => ({ law, form })));
  let done = 0;
  const broken: string[] = [];
  const all = await inParallel(jobs, options.parallel ?? (await cores()), async ({ law, form }) => {
    const run = await oneRun(
      data,
      { law, form, depth, width, activation },
      {
        ...{ epochs, batchSize, seed, backend, threads: 1, scaling: standardize() },
        optimizer: momentum({ learningRate }),
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      },
    ).catch((error: unknown) => {
      if (!(error instanceof EvenkeelError && error.kind === "run")) throw error;
      broken.push(`${form}, ${law}: ${error.message}`); // the other networks are kept
      return undefined;
    });
    if (run !== undefined) onRun(run, ++done, jobs.length);
    return run;
  });
  const runs = all.filter((run) => run !== undefined);
  if (runs.length === 0)
    throw runError({
      where: "compare initialization",
      expected: "to train at least one network",
      received: broken[0] ?? "an interruption before",
    });
  return {
    title: `Initial weights of a network with ${depth} hidden layers (${activation})`,
    settings: { depth, width, activation, optimizer: "momentum", learningRate, epochs, batchSize, trainSize, seed },
    runs,
    planned: jobs.length,
    broken,
    chance: Math.log(data.classes?.length ?? 10),
    environment: { evenkeel: VERSION, backend, date: (options.date ?? new Date()).toISOString() },
    seconds: (now() - started) / 1000,
  };
}

/** Undefined where an interrupt kept it from its end. */
async function oneRun(
  data: Dataset,
  network: { law: string; form: Form; depth: number; width: number; activation: ActivationName },
  options: NonNullable<Parameters<typeof train>[2]>,
): Promise<InitializationRun | undefined> {
  if (options.signal?.aborted) return undefined;
  const { law, form, depth } = network;
  const inputs = sizeOf(inputShape(data.train));
  const model = deepNetwork({ ...network, inputs, classes: data.classes?.length ?? 10 });
  const onlyFirst = signals({ every: Number.MAX_SAFE_INTEGER });
  const run = await train(model, data, { ...options, callbacks: [onlyFirst] });
  await run.model.close();
  const { stopped, history, skippedSteps, steps } = run;
  if (stopped.reason === "aborted") return undefined; // half a network shows nothing
  // An epoch of steps that could not be taken has no loss.
  const losses = history.flatMap(({ train: { loss } }) => (Number.isFinite(loss) ? [loss] : []));
  const failure =
    stopped.reason !== "epochs"
      ? (stopped.detail ?? stopped.reason)
      : losses.length < history.length
        ? `the loss or gradient of ${skippedSteps} of ${steps} steps was not finite`
        : undefined;
  const flat = run.signals.find(({ saturated }) => saturated !== undefined)?.saturated;
  return {
    law,
    form,
    layers: hiddenSignals(run.signals, depth).map(({ std, gradientStd = 0 }) => ({
      deviation: std,
      gradientDeviation: gradientStd,
    })),
    ...(network.activation === "relu" || flat === undefined ? {} : { saturated: flat }),
    losses,
    ...(failure === undefined && run.test !== undefined ? { accuracy: run.test.accuracy } : {}),
    seconds: run.seconds,
    ...(failure === undefined ? {} : { failure }),
  };
}
