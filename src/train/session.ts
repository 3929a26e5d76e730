import type { Device, Executable, Feed, Fetched, HostArray } from "../backend/backend.ts";
import { batches } from "../data/batches.ts";
import { type Dataset, type NumberArray, type Samples, sampleCount } from "../data/dataset.ts";
import type { LinearScale } from "../data/scaling.ts";
import { mapTensors } from "../graph/map-tensors.ts";
import type { Storage } from "../graph/primitives.ts";
import { createProgram, type Update } from "../graph/program.ts";
import { constant, input, sumOf, type Tensor, variable } from "../graph/tensor.ts";
import { layerContext } from "../model/compile-layer.ts";
import type { BuiltLayer, TensorSpecs } from "../model/layer.ts";
import type { Loss } from "../model/loss.ts";
import type { Metric } from "../model/metric.ts";
import { measured, namedMetrics } from "../model/named-metrics.ts";
import { scaled } from "../model/scaled.ts";
import { once } from "../once.ts";
import { seedKey } from "../random.ts";
import { LayerOutputs } from "../signals/layer-outputs.ts";
import type { Signal } from "../signals/signal.ts";
import { SIGNAL, type TracedSignals, traceSignals } from "../signals/trace-signals.ts";
import type { Callback } from "./callback.ts";
import { withFittingBatch } from "./check-memory.ts";
import { gradientsBy } from "./gradients-by.ts";
import type { Measures } from "./history.ts";
import { Means } from "./means.ts";
import type { Optimizer, Tensors } from "./optimizer.ts";
import { initializeState } from "./optimizer-stepper.ts";
import type { Progress } from "./schedule.ts";
import { evaluatedName, initialState, SCALARS, traceUpdate, trainable } from "./trace-update.ts";
import { averageOf, withAverages } from "./with-averages.ts";

type Part = "train" | "validation" | "test";
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
  scalarsAt?: (step: number) => Float64Array;
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
  readonly #params: Readonly<Record<string, Tensor<"variable">>>;
  readonly #state: Readonly<Record<string, Tensor<"variable">>>;
  readonly #averaging: Callback | undefined;
  readonly #steps = new Map<string, Promise<StepProgram>>();
  readonly #evaluations = new Map<string, Promise<Executable>>();
  readonly #estimations = new Map<number, Promise<Executable>>();
  readonly #signalsEvery: number | undefined;
  /** The name of the variable whose value a parameter has in evaluation and in the finished model. */
  readonly #evaluatedParameter: (name: string) => string;
  /** What was recorded of the layers at the steps so far. */
  readonly signals: Signal[] = [];

  private constructor(parts: SessionParts) {
    const { model, callbacks } = parts;
    this.#parts = parts;
    this.#params = variablesOf(model.parameters);
    this.#state = variablesOf(model.state);
    this.#averaging = callbacks.find(({ average }) => average !== undefined);
    this.#signalsEvery = callbacks.find(({ signals }) => signals !== undefined)?.signals?.every;
    this.#evaluatedParameter = evaluatedName(this.#optimizer(), this.#params);
  }

  /** Puts data and first weights on the device. */
  static async open(parts: SessionParts, weights: Weights): Promise<TrainingSession> {
    const session = new TrainingSession(parts);
    const { device, data, model } = parts;
    for (const part of ["train", "validation", "test"] as const) {
      const samples = data[part];
      if (samples === undefined) continue;
      for (const [of, { shape, data: numbers }] of Object.entries({ inputs: samples.inputs, targets: samples.targets }))
        await device.create(`data/${part}/${of}`, shape, storageOf(numbers), numbers);
    }
    for (const [name, { shape }] of Object.entries({ ...model.parameters, ...model.state }))
      await device.create(name, shape, "float", weights[name]);
    await initializeState(device, session.#optimizer(), session.#params);
    return session;
  }

  /** Trains on one batch after another, from step `first` on (counted from 0 over the whole training). */
  async step(batches: readonly Uint32Array[], first: number): Promise<StepResult[]> {
    const results: StepResult[] = [];
    const [low, high] = seedKey(this.#parts.seed);
    const every = this.#signalsEvery;
    const watched = (i: number) => every !== undefined && (first + i) % every === 0;
    for (const group of inGroups(batches, (batch, i) => `${batch.length} ${watched(i)}`)) {
      const start = first + results.length;
      const { executable, scalarsAt, signals } = await this.#stepProgram(group[0].length, watched(results.length));
      const feeds = group.map((indices, i): Feed => {
        const step = start + i;
        const scalars = scalarsAt === undefined ? {} : { [SCALARS]: scalarsAt(step) };
        return { indices, key: Uint32Array.of(low, high, step), ...scalars };
      });
      (await executable.run(feeds)).forEach((fetched, i) => {
        results.push(measuresOf(fetched) as StepResult);
        if (signals !== undefined) this.signals.push(...signals.read(fetched, this.#moment(start + i)));
      });
    }
    return results;
  }

  /** The mean loss and metrics over a part, without masks and with running statistics. */
  async evaluate(part: Part, batchSize: number): Promise<Measures> {
    const samples = this.#parts.data[part] as Samples;
    const count = sampleCount(samples);
    const means = new Means();
    for (const group of inGroups(
      [...batches(count, Math.min(batchSize, count), { shuffle: false })],
      (b) => b.length,
    )) {
      const size = group[0].length;
      const executable = await once(this.#evaluations, `${part} ${size}`, () => this.#compileEvaluation(part, size));
      for (const fetched of await executable.run(group.map((indices) => ({ indices }))))
        means.add(measuresOf(fetched), size);
    }
    return means.values;
  }

  /** The weights and statistics that the finished model has. */
  async modelWeights(): Promise<Weights> {
    const { model, device } = this.#parts;
    const weights: Weights = {};
    for (const name of Object.keys({ ...model.parameters, ...model.state }))
      weights[name] = await device.read(this.#evaluated(name));
    return weights;
  }

  /** Everything that training goes on from: weights, statistics, the optimizer's state. */
  async trainingState(): Promise<Weights> {
    const { model, device } = this.#parts;
    const names = [
      ...Object.keys(model.parameters),
      ...Object.keys(model.state),
      ...initialState(this.#optimizer(), this.#params).map(({ variable }) => variable.attributes.name),
    ];
    const state: Weights = {};
    for (const name of names) state[name] = await device.read(name);
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
      const executable = await once(this.#estimations, size, () => this.#compileEstimation(size));
      const newest = Float64Array.of(indices.length / seen);
      await executable.run([{ indices, newest, key: Uint32Array.of(low, high, batch++) }]);
    }
  }

  #compileEstimation(size: number): Promise<Executable> {
    const state = this.#evaluatedOf(this.#state);
    const updates: Update[] = [];
    this.#parts.model.forward(
      this.#batch("train", size).x,
      layerContext({
        training: true,
        parameters: this.#evaluatedOf(this.#params),
        state,
        setState: (name, value) => updates.push({ variable: state[name], value }),
        key: input("key", [3], "uint32"),
        newest: input("newest", []),
      }),
    );
    return this.#parts.device.compile(createProgram({ done: constant(1) }, updates));
  }

  /** The optimizer, with the average of the weights and of the statistics that a step moves. */
  #optimizer(moved: Readonly<Record<string, Tensor>> = {}): Optimizer {
    const { optimizer } = this.#parts;
    const average = this.#averaging?.average;
    return average === undefined ? optimizer : withAverages(optimizer, average, this.#state, moved);
  }

  /** The name of the variable whose value a parameter or statistic has in evaluation and in the finished model. */
  #evaluated(name: string): string {
    if (Object.hasOwn(this.#params, name)) return this.#evaluatedParameter(name);
    return this.#averaging === undefined ? name : averageOf(name);
  }

  #evaluatedOf(variables: Readonly<Record<string, Tensor>>): Record<string, Tensor<"variable">> {
    return mapTensors(variables, ({ shape }, name) => variable(this.#evaluated(name), shape));
  }

  /** What was made of a training step for batches of this size. */
  async explainStep(size: number): Promise<string> {
    return (await this.#stepProgram(size, false)).executable.explain();
  }

  /** Both counted from 1, as users count. */
  #moment(step: number): { step: number; epoch: number } {
    const { stepsPerEpoch = Infinity } = this.#parts.progress;
    return { step: step + 1, epoch: Math.floor(step / stepsPerEpoch) + 1 };
  }

  #stepProgram(size: number, watched: boolean): Promise<StepProgram> {
    return once(this.#steps, `${size} ${watched}`, () => this.#compileStep(size, watched));
  }

  async #compileStep(size: number, watched: boolean): Promise<StepProgram> {
    const { model, device, loss, progress, augment } = this.#parts;
    const moved: Record<string, Tensor> = {};
    const key = input("key", [3], "uint32");
    const given = new LayerOutputs();
    const base = { training: true, state: this.#state, key };
    const context = layerContext({
      ...{ ...base, parameters: this.#params },
      setState: (name, value) => {
        moved[name] = value;
      },
      gave: (path, output) => given.add(path, output),
    });
    const { x, y } = this.#batch(
      "train",
      size,
      (rows) => augment?.forward(rows, context.inner("augment", { beside: true })) ?? rows,
    );
    given.begin(x);
    const output = model.forward(x, context);
    given.add("output", output);
    const value = loss.compute(output, y);
    const optimizer = this.#optimizer(moved);
    const trained = trainable(optimizer, this.#params);
    const signalled = watched ? given.after(Object.values(trained)) : {};
    const found = gradientsBy(value, { ...trained, ...signalled });
    const grads = mapTensors(trained, (_, name) => found[name]);
    const squares = squaresOf(grads);
    let all = squares.add(value.abs());
    // With the same masks; batch statistics are those of the first pass.
    const gradientsAt = (others: Tensors) => {
      const parameters = { ...this.#params, ...others };
      const outputs = model.forward(x, layerContext({ ...base, parameters, setState: () => {} }));
      const again = gradientsBy(loss.compute(outputs, y), others);
      all = all.add(squaresOf(again));
      return again;
    };
    const { updates, scalarsAt } = traceUpdate(optimizer, this.#params, grads, progress, { gradientsAt, key });
    // A step whose loss or gradient is not finite changes nothing.
    const finite = all.less(Infinity);
    const statistics: Update[] = Object.entries(moved).map(([name, value]) => ({ variable: this.#state[name], value }));
    const guarded = [...updates, ...statistics].map(({ variable, value }) => ({
      variable,
      value: finite.where(value, variable),
    }));
    const outputs = { ...this.#measures(output, y, value), gradientNorm: squares.sqrt(), finite };
    const signals = watched
      ? traceSignals(
          given.all().map(({ name, ...layer }) => ({ ...layer, gradient: found[name] })),
          Object.entries(grads).map(([path, gradient]) => {
            const before = this.#params[path];
            const after = guarded.find(({ variable }) => variable === before)?.value ?? before;
            return { path, before, after, gradient };
          }),
        )
      : undefined;
    const probes = signals?.outputs ?? {};
    const program = createProgram({ ...outputs, ...probes }, guarded, new Set(Object.keys(probes)));
    const executable = await device.compile(program).catch((error) => {
      throw withFittingBatch(error, size);
    });
    return {
      executable,
      ...(scalarsAt === undefined ? {} : { scalarsAt }),
      ...(signals === undefined ? {} : { signals }),
    };
  }

  #compileEvaluation(part: Part, size: number): Promise<Executable> {
    const { model, device } = this.#parts;
    const { x, y } = this.#batch(part, size);
    const output = model.forward(
      x,
      layerContext({
        training: false,
        parameters: this.#evaluatedOf(this.#params),
        state: this.#evaluatedOf(this.#state),
        setState: () => {},
        key: constant(0),
      }),
    );
    return device.compile(createProgram(this.#measures(output, y)));
  }

  /** The inputs, changed and scaled, and the targets of the samples whose numbers are fed. */
  #batch(part: Part, size: number, change = (rows: Tensor) => rows): { x: Tensor; y: Tensor } {
    const { data, scale } = this.#parts;
    const { inputs, targets } = data[part] as Samples;
    const indices = input("indices", [size], "uint32");
    const rows = variable(`data/${part}/inputs`, inputs.shape, storageOf(inputs.data)).gather(indices);
    const y = variable(`data/${part}/targets`, targets.shape, storageOf(targets.data)).gather(indices);
    return { x: scaled(change(rows), scale), y };
  }

  #measures(output: Tensor, y: Tensor, value = this.#parts.loss.compute(output, y)): Record<string, Tensor> {
    const lossWeight = this.#parts.loss.weight(output, y);
    return {
      loss: value,
      ...mapTensors(namedMetrics(this.#parts.metrics), (metric) => measured(metric, output, y)),
      ...(lossWeight === undefined ? {} : { lossWeight }),
    };
  }
}

/** The sum of squares over all tensors. */
function squaresOf(tensors: Tensors): Tensor {
  return sumOf([constant(0), ...Object.values(tensors).map((tensor) => tensor.square().sum())]);
}

function variablesOf(specs: TensorSpecs): Record<string, Tensor<"variable">> {
  return Object.fromEntries(Object.entries(specs).map(([name, { shape }]) => [name, variable(name, shape)]));
}

function storageOf(data: NumberArray): Storage {
  if (data instanceof Uint8Array) return "uint8";
  if (data instanceof Int32Array) return "int32";
  return data instanceof Uint32Array ? "uint32" : "float";
}

function measuresOf(fetched: Fetched): Measures {
  const measures = Object.entries(fetched).filter(([name]) => !name.startsWith(SIGNAL));
  return Object.fromEntries(measures.map(([name, [value]]) => [name, value]));
}

/** Neighbouring batches that one program computes, without the host in between. */
function inGroups(
  batches: readonly Uint32Array[],
  programOf: (batch: Uint32Array, i: number) => unknown,
): Uint32Array[][] {
  const groups: Uint32Array[][] = [];
  let last: unknown;
  batches.forEach((batch, i) => {
    const program = programOf(batch, i);
    if (i > 0 && program === last) groups.at(-1)?.push(batch);
    else groups.push([batch]);
    last = program;
  });
  return groups;
}
