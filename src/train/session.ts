import { gradients } from "../autodiff/backward.ts";
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
import { seedKey } from "../random.ts";
import { LayerOutputs } from "../signals/layer-outputs.ts";
import type { Signal } from "../signals/signal.ts";
import { SIGNAL, type TracedSignals, traceSignals } from "../signals/trace-signals.ts";
import type { Callback } from "./callback.ts";
import { withFittingBatch } from "./check-memory.ts";
import type { Measures } from "./history.ts";
import type { Optimizer } from "./optimizer.ts";
import { initializeState } from "./optimizer-stepper.ts";
import type { Progress } from "./schedule.ts";
import { initialState, SCALARS, traceUpdate } from "./trace-update.ts";
import { withAverages } from "./with-averages.ts";

type Part = "train" | "validation" | "test";
/** Tensors by their variables' names, as they are kept and saved. */
export type Weights = Record<string, HostArray>;

export interface SessionParts {
  device: Device;
  model: BuiltLayer;
  data: Dataset;
  scale: LinearScale;
  loss: Loss;
  metrics: readonly Metric[];
  optimizer: Optimizer;
  callbacks: readonly Callback[];
  progress: Progress;
  seed: number;
}

interface StepProgram {
  executable: Executable;
  scalarsAt?: (step: number) => Float64Array;
  signals?: TracedSignals;
}

/** What one step reports: the loss and the metrics of its batch, the norm of its gradient, and whether it was taken. */
export type StepResult = Measures & { loss: number; gradientNorm: number; finite: number };

/**
 * A model in training on a device: its data and weights live there, and programs for each size of batch are compiled as
 * they are first needed.
 */
export class TrainingSession {
  readonly #parts: SessionParts;
  readonly #params: Readonly<Record<string, Tensor<"variable">>>;
  readonly #state: Readonly<Record<string, Tensor<"variable">>>;
  readonly #optimizer: Optimizer;
  readonly #steps = new Map<string, Promise<StepProgram>>();
  readonly #evaluations = new Map<string, Promise<Executable>>();
  /** The name of the variable whose value a parameter has in evaluation and in the finished model. */
  readonly #evaluated: (name: string) => string;
  readonly #signalsEvery: number | undefined;
  /** What was recorded of the layers at the steps so far. */
  readonly signals: Signal[] = [];

  private constructor(parts: SessionParts) {
    const { model, optimizer, callbacks } = parts;
    this.#parts = parts;
    this.#params = variablesOf(model.parameters);
    this.#state = variablesOf(model.state);
    const average = callbacks.find((callback) => callback.average !== undefined)?.average;
    this.#optimizer = average === undefined ? optimizer : withAverages(optimizer, average);
    this.#signalsEvery = callbacks.find(({ signals }) => signals !== undefined)?.signals?.every;
    this.#evaluated = (name) => (average === undefined ? name : `optimizer/average/${name}`);
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
    await initializeState(device, session.#optimizer, session.#params);
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
    const totals: Measures = {};
    for (const group of inGroups(
      [...batches(count, Math.min(batchSize, count), { shuffle: false })],
      (b) => b.length,
    )) {
      const size = group[0].length;
      const executable = await this.#evaluation(part, size);
      for (const fetched of await executable.run(group.map((indices) => ({ indices }))))
        for (const [name, value] of Object.entries(measuresOf(fetched)))
          totals[name] = (totals[name] ?? 0) + (value * size) / count;
    }
    return totals;
  }

  /** The weights and statistics that the finished model has. */
  async modelWeights(): Promise<Weights> {
    const { model, device } = this.#parts;
    const weights: Weights = {};
    for (const name of Object.keys(model.parameters)) weights[name] = await device.read(this.#evaluated(name));
    for (const name of Object.keys(model.state)) weights[name] = await device.read(name);
    return weights;
  }

  /** Everything that training goes on from: weights, statistics, the optimizer's state. */
  async trainingState(): Promise<Weights> {
    const { model, device } = this.#parts;
    const names = [
      ...Object.keys(model.parameters),
      ...Object.keys(model.state),
      ...initialState(this.#optimizer, this.#params).map(({ variable }) => variable.attributes.name),
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
    for (const name of Object.keys(model.parameters)) await device.write(this.#evaluated(name), weights[name]);
    for (const name of Object.keys(model.state)) await device.write(name, weights[name]);
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
    const key = `${size} ${watched}`;
    let program = this.#steps.get(key);
    if (program === undefined) {
      program = this.#compileStep(size, watched);
      this.#steps.set(key, program);
    }
    return program;
  }

  async #compileStep(size: number, watched: boolean): Promise<StepProgram> {
    const { model, device, loss, progress } = this.#parts;
    const { x, y } = this.#batch("train", size);
    const moved: Record<string, Tensor> = {};
    const given = new LayerOutputs(x);
    const output = model.forward(
      x,
      layerContext({
        training: true,
        parameters: this.#params,
        state: this.#state,
        setState: (name, value) => {
          moved[name] = value;
        },
        key: input("key", [3], "uint32"),
        gave: (path, output) => given.add(path, output),
      }),
    );
    given.add("output", output);
    const value = loss.compute(output, y);
    const names = Object.keys(this.#params);
    const signalled = watched ? given.after(Object.values(this.#params)) : [];
    const found = gradients(value, [...Object.values(this.#params), ...signalled]);
    const grads = Object.fromEntries(names.map((name, i) => [name, found[i]]));
    const squares = sumOf([constant(0), ...Object.values(grads).map((gradient) => gradient.square().sum())]);
    // A step whose loss or gradient is not finite changes nothing.
    const finite = squares.add(value.abs()).less(Infinity);

    const { updates, scalarsAt } = traceUpdate(this.#optimizer, this.#params, grads, progress);
    const statistics: Update[] = Object.entries(moved).map(([name, value]) => ({ variable: this.#state[name], value }));
    const guarded = [...updates, ...statistics].map(({ variable, value }) => ({
      variable,
      value: finite.where(value, variable),
    }));
    const outputs = { loss: value, gradientNorm: squares.sqrt(), finite, ...this.#metrics(output, y) };
    const gradientOf = new Map(signalled.map((layer, i) => [layer, found[names.length + i]]));
    const signals = watched
      ? traceSignals(
          given.all().map((layer) => ({ ...layer, gradient: gradientOf.get(layer.output) })),
          names.map((path, i) => {
            const before = this.#params[path];
            const after = guarded.find(({ variable }) => variable === before)?.value ?? before;
            return { path, before, after, gradient: found[i] };
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

  #evaluation(part: Part, size: number): Promise<Executable> {
    const key = `${part} ${size}`;
    let executable = this.#evaluations.get(key);
    if (executable === undefined) {
      const { model, device, loss } = this.#parts;
      const { x, y } = this.#batch(part, size);
      const output = model.forward(
        x,
        layerContext({
          training: false,
          parameters: mapTensors(this.#params, ({ shape }, name) => variable(this.#evaluated(name), shape)),
          state: this.#state,
          setState: () => {},
          key: constant(0),
        }),
      );
      executable = device.compile(createProgram({ loss: loss.compute(output, y), ...this.#metrics(output, y) }));
      this.#evaluations.set(key, executable);
    }
    return executable;
  }

  /** The scaled inputs and the targets of the samples whose numbers are fed. */
  #batch(part: Part, size: number): { x: Tensor; y: Tensor } {
    const { data, scale } = this.#parts;
    const { inputs, targets } = data[part] as Samples;
    const indices = input("indices", [size], "uint32");
    const rows = variable(`data/${part}/inputs`, inputs.shape, storageOf(inputs.data)).gather(indices);
    const y = variable(`data/${part}/targets`, targets.shape, storageOf(targets.data)).gather(indices);
    return { x: scaled(rows, scale), y };
  }

  #metrics(output: Tensor, y: Tensor): Record<string, Tensor> {
    return Object.fromEntries(this.#parts.metrics.map((metric) => [metric.name, metric.compute(output, y)]));
  }
}

export function scaled(x: Tensor, { subtract, multiply }: LinearScale): Tensor {
  return x.sub(subtract).mul(multiply);
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
