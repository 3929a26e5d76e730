import type { Device, Executable, HostArray } from "../backend/backend.ts";
import { closedOnFailure, openDevice } from "../backend/open.ts";
import type { ArrayLikeValue, ArrayValue } from "../compile.ts";
import { checkIndicesIn } from "../data/check-indices.ts";
import { hintsAboutInputs } from "../data/hints.ts";
import type { LinearScale } from "../data/scaling.ts";
import { usageError } from "../errors.ts";
import { writeFileWhole } from "../files.ts";
import { mapTensors } from "../graph/map-tensors.ts";
import { createProgram } from "../graph/program.ts";
import { type Shape, showShape, sizeOf } from "../graph/shape.ts";
import { input, variable } from "../graph/tensor.ts";
import { once } from "../once.ts";
import { resolveOptions } from "../options.ts";
import { seedKey } from "../random.ts";
import { checkModelParts } from "./check-model-parts.ts";
import { layerContext } from "./compile-layer.ts";
import { expectFinite } from "./expect-finite.ts";
import { indicesOf } from "./first-layers.ts";
import type { BuiltLayer, Layer } from "./layer.ts";
import { encodeModel } from "./model-file.ts";
import { predictOptions } from "./predict-options.ts";
import { scaled } from "./scaled.ts";
import { Spread } from "./spread.ts";

export interface TrainedModelParts {
  layer: Layer;
  /** The shape of one input. */
  inputShape: Shape;
  /** How inputs were scaled in training. */
  scale: LinearScale;
  /** The least and the greatest input of the training, for hints about others. */
  inputRange?: readonly [number, number] | undefined;
  /** Parameters and statistics by name. */
  weights: Readonly<Record<string, HostArray>>;
  classes?: readonly string[] | undefined;
  /** Whether the outputs are logits of classes, so that their softmax is a probability. */
  logits: boolean;
  /** Whether it was trained with relaxed SIMD where there is any, and predicts so; true unless given. */
  relaxedSimd?: boolean | undefined;
}

export interface PredictOptions {
  /** Give what the last layer gives instead of probabilities. */
  logits?: boolean;
  batchSize?: number;
}

export interface SampledPredictOptions extends PredictOptions {
  /** Passes with fresh masks, at least 2. */
  samples: number;
  /** Decides the masks, for a given batch size (default 1). */
  seed?: number;
}

/** Predictions over many masks: [batch, …] each. */
export interface SampledPrediction extends ArrayValue, Hinted {
  /** The mean over the masks. */
  data: Float32Array;
  /** The standard deviation over the masks: how much the thinned networks disagree. */
  deviation: Float32Array;
  /** What the one network without masks, scaled, gives: the usual prediction. */
  scaled: Float32Array;
}

/** What may be wrong with the inputs, in sentences: pixels of 0 to 1 for a model that was trained on bytes. */
interface Hinted {
  hints?: readonly string[];
}

/** A model that has been trained: it scales inputs as in training, and predicts with running statistics, without masks. */
export class TrainedModel {
  readonly parts: TrainedModelParts;
  readonly #built: BuiltLayer;
  #device: Promise<Device> | undefined;
  readonly #programs = new Map<string, Promise<Executable>>();

  constructor(parts: TrainedModelParts) {
    checkModelParts(parts);
    this.parts = parts;
    this.#built = parts.layer.build(parts.inputShape);
  }

  /** How many numbers training adjusts. */
  get parameterCount(): number {
    return Object.values(this.#built.parameters).reduce((count, { shape }) => count + sizeOf(shape), 0);
  }

  get outputShape(): Shape {
    return this.#built.outputShape;
  }

  /**
   * The outputs for inputs [batch, …]: probabilities of a classifier, else what the last layer gives. A single input
   * without the batch dimension counts as a batch of one.
   *
   * With `samples`, as in `predict(images, { samples: 50 })`, the mean and the spread of so many passes, each with fresh
   * masks, beside what the scaled network gives: the average that dropout stands for, made visible. Normalizations go by
   * their running statistics. Source: Gal and Ghahramani 2016 (Monte-Carlo dropout); Srivastava et al. 2014, section 7.5.
   * @throws a usage error for inputs of another shape, fewer than 2 samples, or a batch size below 1.
   */
  async predict(
    inputs: ArrayLikeValue,
    options?: PredictOptions & { samples?: undefined },
  ): Promise<ArrayValue & Hinted>;
  async predict(inputs: ArrayLikeValue, options: SampledPredictOptions): Promise<SampledPrediction>;
  async predict(
    inputs: ArrayLikeValue,
    options: PredictOptions & { samples?: number | undefined; seed?: number } = {},
  ): Promise<(ArrayValue & Hinted) | SampledPrediction> {
    resolveOptions("predict", predictOptions, options);
    expectFinite("predict", inputs);
    const { logits = false, batchSize = 256, samples, seed = 1 } = options;
    const rows = this.#countOf(inputs);
    checkIndicesIn("predict: inputs", inputs.data, indicesOf(this.parts.layer));
    const found = hintsAboutInputs(inputs.data, this.parts.inputRange);
    const hints = found.length === 0 ? {} : { hints: found };
    const perOutput = sizeOf(this.outputShape);
    const shape = [rows, ...this.outputShape];
    const scaled = new Float32Array(rows * perOutput);
    const spread = new Spread(rows * perOutput);
    for (let start = 0; start < rows; start += batchSize) {
      const size = Math.min(batchSize, rows - start);
      const batch = this.#rowsOf(inputs, start, size);
      const plain = await this.#program({ size, probabilities: this.parts.logits && !logits, masks: false });
      const [{ result }] = await plain.run([{ inputs: batch }]);
      scaled.set(result, start * perOutput);
      if (samples === undefined) continue;
      const masked = await this.#program({ size, probabilities: this.parts.logits && !logits, masks: true });
      for (let sample = 0; sample < samples; sample++) {
        const key = Uint32Array.of(...seedKey(seed), (start / batchSize) * samples + sample);
        const [{ result }] = await masked.run([{ inputs: batch, key }]);
        spread.add(result, start * perOutput, sample + 1);
      }
    }
    return samples === undefined
      ? { shape, data: scaled, ...hints }
      : { shape, ...spread.over(samples), scaled, ...hints };
  }

  /**
   * Writes architecture, weights and scaling to one file (Node.js), for `loadModel`. The file is replaced whole or not at
   * all. Layers of one's own are given again when it is read: `loadModel(path, { use: [myLayer] })`.
   * @throws a run error that says what to do where the file cannot be written.
   */
  async save(path: string): Promise<void> {
    await writeFileWhole(path, this.toBytes(), "Keep what model.toBytes() gives; readModel reads it.");
  }

  /** What `save` writes, as bytes: for a download, a database or a request. `readModel` reads them. */
  toBytes(): Uint8Array<ArrayBuffer> {
    return encodeModel(this);
  }

  /** Frees the engine; a later prediction opens it again. */
  async close(): Promise<void> {
    const device = await this.#device;
    this.#device = undefined;
    this.#programs.clear();
    await device?.close();
  }

  #countOf({ shape, data }: ArrayLikeValue): number {
    const { inputShape } = this.parts;
    const batched = shape.length === inputShape.length ? [1, ...shape] : shape;
    const fits = String(batched.slice(1)) === String(inputShape) && data.length === sizeOf(shape);
    if (fits) return batched[0];
    throw usageError({
      where: "predict",
      expected: `inputs ${showShape(["batch", ...inputShape] as unknown as Shape)} with as many numbers`,
      received: `${showShape(shape)} with ${data.length} numbers`,
    });
  }

  #rowsOf({ data }: ArrayLikeValue, start: number, size: number): Float32Array {
    const perInput = sizeOf(this.parts.inputShape);
    const { subtract } = this.parts.scale; // here, in float64: see centred
    return Float32Array.from({ length: size * perInput }, (_, i) => data[start * perInput + i] - subtract);
  }

  #program(kind: Kind): Promise<Executable> {
    return once(this.#programs, JSON.stringify(kind), () => this.#compile(kind));
  }

  async #compile({ size, probabilities, masks }: Kind): Promise<Executable> {
    this.#device ??= this.#open();
    const device = await this.#device;
    const { inputShape, scale } = this.parts;
    const tensors = (specs: BuiltLayer["parameters"]) => mapTensors(specs, ({ shape }, name) => variable(name, shape));
    const output = this.#built.forward(
      scaled(input("inputs", [size, ...inputShape]), { ...scale, subtract: 0 }), // the rows are centred
      layerContext({
        training: masks,
        batchStatistics: false,
        parameters: tensors(this.#built.parameters),
        state: tensors(this.#built.state),
        setState: () => {},
        key: input("key", [3], "uint32"),
      }),
    );
    return device.compile(createProgram({ result: probabilities ? output.softmax() : output }));
  }

  async #open(): Promise<Device> {
    const device = await openDevice({ threads: 1, relaxedSimd: this.parts.relaxedSimd ?? true });
    return closedOnFailure(device, async () => {
      for (const [name, { shape }] of Object.entries({ ...this.#built.parameters, ...this.#built.state }))
        await device.create(name, shape, "float", this.parts.weights[name]);
      return device;
    });
  }
}

/** What a program predicts, and for how many at once. */
interface Kind {
  size: number;
  probabilities: boolean;
  masks: boolean;
}
