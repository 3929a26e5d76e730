import type { Device, Executable, Feed, Fetched, HostArray } from "../../backend/backend.ts";
import { batches } from "../../data/batches.ts";
import { centered } from "../../data/centered.ts";
import { type Dataset, type Samples, sampleCount } from "../../data/dataset.ts";
import type { LinearScale } from "../../data/scaling.ts";
import { mapTensors } from "../../graph/map-tensors.ts";
import { createProgram } from "../../graph/program.ts";
import { constant, input, type Tensor, variable } from "../../graph/tensor.ts";
import type { BuiltLayer } from "../../model/layer.ts";
import { variablesOf } from "../../model/leaves.ts";
import type { Loss } from "../../model/loss.ts";
import type { Metric } from "../../model/metric.ts";
import { once } from "../../once.ts";
import type { Optimizer } from "../../optimize/optimizer.ts";
import type { Progress } from "../../optimize/schedule.ts";
import { initializeState } from "../../optimize/step/optimizer-stepper.ts";
import { evaluatedName, initialState, SCALARS, type StepPlace, trainable } from "../../optimize/step/trace-update.ts";
import { seedKey } from "../../random.ts";
import type { Signal } from "../../signals/signal.ts";
import { SIGNAL, type TracedSignals } from "../../signals/trace-signals.ts";
import type { Callback } from "../callback.ts";
import { withFittingBatch } from "../prepare/check-memory.ts";
import type { Measures } from "../run/history.ts";
import { averageSlot, movedAverage, withAverages } from "./average-in-step.ts";
import { Means } from "./metric-means.ts";
import { type Part, storageOf } from "./trace-batch.ts";
import { traceEvaluation, traceReestimation } from "./trace-evaluation.ts";
import { HALTED, type StepKind, type StepParts, traceStep, type Variables } from "./trace-step.ts";

/** Tensors by their variables' names, as they are kept and saved. */
export type Weights = Record<string, HostArray>;

export interface SessionParts {
  device: Device;
  model: BuiltLayer;
  data: Partial<Dataset>;
  scale: LinearScale;
  loss: Loss;
  metrics: readonly Metric[];
  optimizer: Optimizer;
  /** Changes the inputs of training steps, before they are scaled. */
  augment?: BuiltLayer | undefined;
  callbacks: readonly Callback[];
  progress: Progress;
  seed: number;
}

interface StepProgram {
  executable: Executable;
  scalarsAt?: (at: StepPlace) => Float64Array;
  signals?: TracedSignals;
}

/**
 * What one step reports: the loss and the metrics of its batch, the norm of its gradient, whether it was taken, and how
 * much the loss counts among those of other batches, where that is not the size of the batch.
 */
export type StepResult = Measures & { loss: number; gradientNorm: number; finite: number; lossWeight?: number };

/**
 * A model in training on a device: its data and weights live there, and programs for each size of batch are compiled as
 * they are first needed.
 */
export class TrainingSession {
  readonly #parts: SessionParts;
  readonly #params: Variables;
  readonly #state: Variables;
  /** The optimizer, with what is averaged beside it. */
  readonly #optimizer: Optimizer;
  readonly #averaging: Callback | undefined;
  /** The slot of the average in the optimizer's state. */
  readonly #slot: string;
  /** The names of what the optimizer keeps. */
  readonly #slots: readonly string[];
  /** Whether a gradient is finite whose square is not is settled by a program of its own, as the optimizer can use it. */
  readonly #settles: boolean;
  /** Statistics that the optimizer keeps as they are. */
  readonly #frozen: ReadonlySet<string>;
  readonly #programs = new Map<string, Promise<Executable>>();
  readonly #steps = new Map<string, Promise<StepProgram>>();
  readonly #signalsEvery: number | undefined;
  /** The name of the variable whose value a parameter has in evaluation and in the finished model. */
  readonly #evaluatedParameter: (name: string) => string;
  /** What was recorded of the layers at the steps so far. */
  readonly signals: Signal[] = [];

  private constructor(parts: SessionParts) {
    const { model, callbacks, optimizer } = parts;
    this.#parts = parts;
    this.#params = variablesOf(model.parameters);
    this.#state = variablesOf(model.state);
    this.#averaging = callbacks.find(({ average }) => average !== undefined);
    this.#signalsEvery = callbacks.find(({ signals }) => signals !== undefined)?.signals?.every;
    this.#slot = averageSlot(optimizer, this.#params);
    this.#optimizer = this.#averaged();
    this.#slots = initialState(this.#optimizer, this.#params).map((slot) => slot.variable.attributes.name);
    this.#settles = optimizer.scalesByNorm?.() ?? false;
    this.#evaluatedParameter = evaluatedName(this.#optimizer, this.#params);
    const names = Object.keys({ ...model.parameters, ...model.state });
    this.#frozen = new Set(optimizer.frozen?.(names)?.filter((name) => Object.hasOwn(model.state, name)));
  }

  /** Puts data and weights on the device; what the optimizer keeps begins from these, unless `weights` has it too. */
  static async open(parts: SessionParts, weights: Weights): Promise<TrainingSession> {
    const session = new TrainingSession(centered(parts));
    const { device, data, model } = session.#parts;
    for (const part of ["train", "validation", "test"] as const) {
      const samples = data[part];
      if (samples === undefined) continue;
      for (const [of, { shape, data: numbers }] of Object.entries({ inputs: samples.inputs, targets: samples.targets }))
        await device.create(`data/${part}/${of}`, shape, storageOf(numbers), numbers);
    }
    for (const [name, { shape }] of Object.entries({ ...model.parameters, ...model.state }))
      await device.create(name, shape, "float", weights[name]);
    await initializeState(device, session.#optimizer, session.#params);
    await device.create(HALTED, [], "float");
    for (const name of session.#slots) if (weights[name] !== undefined) await device.write(name, weights[name]);
    return session;
  }

  /**
   * Trains on one batch after another, up to the first one whose step is not taken: its result is the last one, and has
   * `finite` 0. `at` is the place of the first.
   */
  async step(batches: readonly Uint32Array[], at: StepPlace): Promise<StepResult[]> {
    const results: StepResult[] = [];
    const every = this.#signalsEvery;
    const kindOf = (i: number) => ({
      size: batches[i].length,
      watched: every !== undefined && (at.step + i) % every === 0,
      exact: false,
    });
    while (results.length < batches.length && results.at(-1)?.finite !== 0) {
      const [done, kind] = [results.length, kindOf(results.length)];
      const place = (i: number) => ({ step: at.step + i, taken: at.taken + i });
      const end = batches.findIndex((_, i) => i > done && !sameKind(kindOf(i), kind));
      results.push(...(await this.#run(kind, batches.slice(done, end === -1 ? undefined : end), place(done))));
      if (results.at(-1)?.finite === 1 || !this.#settles) continue;
      // The square of a finite gradient may have overflowed. A program that costs more can tell.
      const last = results.length - 1;
      [results[last]] = await this.#run({ ...kind, exact: true }, [batches[last]], place(last));
    }
    return results;
  }

  /** Steps of one kind, up to the first one that is not taken. */
  async #run(kind: StepKind, group: readonly Uint32Array[], from: StepPlace): Promise<StepResult[]> {
    const [low, high] = seedKey(this.#parts.seed);
    const { executable, scalarsAt, signals } = await this.#stepProgram(kind);
    const feeds = group.map((indices, i): Feed => {
      const at = { step: from.step + i, taken: from.taken + i };
      const scalars = scalarsAt === undefined ? {} : { [SCALARS]: scalarsAt(at) };
      return { indices, key: Uint32Array.of(low, high, at.step), ...scalars };
    });
    const results: StepResult[] = [];
    for (const [i, fetched] of (await executable.run(feeds)).entries()) {
      results.push(measuresOf(fetched) as StepResult);
      const taken = results[i].finite === 1;
      if (signals !== undefined && (taken || kind.exact || !this.#settles))
        for (const row of signals.read(fetched, this.#moment(from.step + i))) this.signals.push(row);
      if (taken) continue;
      await this.#parts.device.write(HALTED, [0]);
      break;
    }
    return results;
  }

  /**
   * The mean loss and metrics over a part, without masks and with running statistics. Where `givenUp` is given, it is
   * asked after every batch, and the result is undefined once it says so.
   */
  async evaluate(part: Part, batchSize: number): Promise<Measures>;
  async evaluate(part: Part, batchSize: number, givenUp: (() => boolean) | undefined): Promise<Measures | undefined>;
  async evaluate(part: Part, batchSize: number, givenUp?: () => boolean): Promise<Measures | undefined> {
    const count = sampleCount(this.#parts.data[part] as Samples);
    const means = new Means();
    for (const group of bySize(batches(count, Math.min(batchSize, count), { shuffle: false }))) {
      const size = group[0].length;
      const executable = await once(this.#programs, `evaluate ${part} ${size}`, () =>
        this.#parts.device.compile(traceEvaluation({ ...this.#parts, ...this.#evaluatedBatch(part) }, size)),
      );
      const feeds = group.map((indices) => ({ indices }));
      for (const some of givenUp === undefined ? [feeds] : feeds.map((feed) => [feed])) {
        if (givenUp?.()) return undefined;
        for (const fetched of await executable.run(some)) means.add(measuresOf(fetched), size);
      }
    }
    return means.values;
  }

  /** The weights and statistics that the finished model has, out of a training state. */
  modelWeightsOf(state: Weights): Weights {
    const { model } = this.#parts;
    const names = Object.keys({ ...model.parameters, ...model.state });
    return Object.fromEntries(names.map((name) => [name, state[this.#evaluated(name)]]));
  }

  /** Everything that training goes on from: weights, statistics, the optimizer's state. */
  async trainingState(): Promise<Weights> {
    const { model, device } = this.#parts;
    const state: Weights = {};
    for (const name of [...Object.keys(model.parameters), ...Object.keys(model.state), ...this.#slots])
      state[name] = await device.read(name);
    return state;
  }

  /** Goes on from a state that was taken before. */
  async restore(state: Weights): Promise<void> {
    for (const [name, data] of Object.entries(state)) await this.#parts.device.write(name, data);
  }

  /** Gives the weights of a finished model to the variables that evaluation reads. */
  async useModelWeights(weights: Weights): Promise<void> {
    const { model, device } = this.#parts;
    for (const name of Object.keys({ ...model.parameters, ...model.state }))
      await device.write(this.#evaluated(name), weights[name]);
  }

  /**
   * Lets the weights as they are join the average at the end of an epoch whose last step was not taken, if the average
   * goes by epochs: the step that would have done it changed nothing. Gives whether it did.
   */
  async joinAverage(at: StepPlace): Promise<boolean> {
    const average = this.#averaging;
    if (average?.average === undefined || !average.byEpochs) return false;
    const executable = await once(this.#programs, "join the average", () => {
      const names = Object.keys({ ...trainable(this.#optimizer, this.#params), ...this.#state });
      const without = evaluatedName(this.#parts.optimizer, this.#params);
      const updates = names.map((name) => {
        const { shape } = this.#params[name] ?? this.#state[name];
        const [kept, now] = [variable(this.#evaluated(name), shape), variable(without(name), shape)];
        return { variable: kept, value: movedAverage(kept, now, input("newest", [])) };
      });
      return this.#parts.device.compile(createProgram({ done: constant(1) }, updates));
    });
    const newest = average.average({ stepsPerEpoch: 1, ...this.#parts.progress, step: at.taken, position: at.step });
    await executable.run([{ newest: Float64Array.of(newest) }]);
    return true;
  }

  /**
   * Estimates the statistics of the averaged weights anew, if the model has any: the mean over the batches of the training
   * part, each by its size, with masks as in training.
   */
  async reestimate(batchSize: number): Promise<void> {
    const { model, data, seed } = this.#parts;
    if (Object.keys(model.state).length === 0) return;
    const [low, high] = seedKey(seed);
    let [batch, seen] = [0, 0];
    for (const indices of batches(sampleCount(data.train as Samples), batchSize, { seed, epoch: 0 })) {
      seen += indices.length;
      const size = indices.length;
      const executable = await once(this.#programs, `reestimate ${size}`, () =>
        this.#parts.device.compile(traceReestimation({ ...this.#parts, ...this.#evaluatedBatch("train") }, size)),
      );
      const newest = Float64Array.of(indices.length / seen);
      await executable.run([{ indices, newest, key: Uint32Array.of(low, high, batch++) }]);
    }
  }

  /** What was made of a training step for batches of this size. */
  async explainStep(size: number): Promise<string> {
    return (await this.#stepProgram({ size, watched: false, exact: false })).executable.explain();
  }

  /** The optimizer, with the average of the weights and of the statistics that a step moves. */
  #averaged(moved: Readonly<Record<string, Tensor>> = {}): Optimizer {
    const { optimizer } = this.#parts;
    const average = this.#averaging?.average;
    return average === undefined ? optimizer : withAverages(optimizer, average, this.#slot, this.#state, moved);
  }

  /** The name of the variable whose value a parameter or statistic has in evaluation and in the finished model. */
  #evaluated(name: string): string {
    if (Object.hasOwn(this.#params, name)) return this.#evaluatedParameter(name);
    return this.#averaging === undefined ? name : `optimizer/${this.#slot}/${name}`;
  }

  #evaluatedBatch(part: Part) {
    const evaluated = (variables: Variables) =>
      mapTensors(variables, ({ shape }, name) => variable(this.#evaluated(name), shape));
    return {
      part,
      samples: this.#parts.data[part] as Samples,
      params: evaluated(this.#params),
      state: evaluated(this.#state),
    };
  }

  /** Both counted from 1, as users count. */
  #moment(step: number): { step: number; epoch: number } {
    const { stepsPerEpoch = Infinity } = this.#parts.progress;
    return { step: step + 1, epoch: Math.floor(step / stepsPerEpoch) + 1 };
  }

  #stepProgram(kind: StepKind): Promise<StepProgram> {
    return once(this.#steps, JSON.stringify(kind), async () => {
      const parts: StepParts = {
        ...this.#parts,
        samples: this.#parts.data.train as Samples,
        optimizer: (moved) => this.#averaged(moved),
        params: this.#params,
        state: this.#state,
        frozen: this.#frozen,
      };
      const { program, ...traced } = traceStep(parts, kind);
      const executable = await this.#parts.device.compile(program).catch((error) => {
        throw withFittingBatch(error, kind.size);
      });
      return { executable, ...traced };
    });
  }
}

function measuresOf(fetched: Fetched): Measures {
  const measures = Object.entries(fetched).filter(([name]) => !name.startsWith(SIGNAL));
  return Object.fromEntries(measures.map(([name, [value]]) => [name, value]));
}

function sameKind(a: StepKind, b: StepKind): boolean {
  return a.size === b.size && a.watched === b.watched;
}

/** Neighboring batches of one size, which one program computes without the host in between. */
function bySize(batches: Iterable<Uint32Array>): Uint32Array[][] {
  const groups: Uint32Array[][] = [];
  for (const batch of batches) {
    const group = groups.at(-1);
    if (group?.[0].length === batch.length) group.push(batch);
    else groups.push([batch]);
  }
  return groups;
}
