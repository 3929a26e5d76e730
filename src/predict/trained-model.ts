import type { HostArray } from "../backend/backend.ts";
import type { ArrayLikeValue, ArrayValue } from "../compile.ts";
import { checkIndicesIn } from "../data/checks/check-indices.ts";
import { hintsAboutInputs } from "../data/checks/hints.ts";
import type { LinearScale } from "../data/scaling.ts";
import { runError, usageError } from "../errors.ts";
import { writeFileWhole } from "../files.ts";
import { type Shape, sizeOf } from "../graph/shape.ts";
import { indicesOf } from "../model/checks/first-layers.ts";
import { defaultMetrics } from "../model/default-metrics.ts";
import type { BuiltLayer, Layer } from "../model/layer.ts";
import type { Loss } from "../model/loss.ts";
import { binaryCrossEntropy } from "../model/losses/binary-cross-entropy.ts";
import { crossEntropy } from "../model/losses/cross-entropy.ts";
import { meanSquaredError } from "../model/losses/mean-squared-error.ts";
import type { Metric } from "../model/metric.ts";
import type { Predictions } from "../model/output-meaning.ts";
import { summaryOf } from "../model/summary.ts";
import { resolveOptions } from "../options.ts";
import { seedKey } from "../random.ts";
import { sayOnce } from "../say-once.ts";
import { INSPECT } from "../trick.ts";
import { checkModelParts } from "./check-model-parts.ts";
import { encodeModel } from "./model-file.ts";
import { predictOptions } from "./predict-options.ts";
import { PredictionEngine } from "./prediction-engine.ts";
import { type Rows, readInputs } from "./read-inputs.ts";
import { Spread } from "./running-moments.ts";

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
  /** Whether the outputs are logits, of which `predictions` makes probabilities. */
  logits: boolean;
  /** What makes probabilities of logits: softmax unless given. */
  predictions?: Predictions | undefined;
  /** What it was trained with, and is evaluated with: by default what goes with its predictions. */
  loss?: Loss | undefined;
  metrics?: readonly Metric[] | undefined;
  /** Whether it was trained with relaxed SIMD where there is any, and predicts so; true unless given. */
  relaxedSimd?: boolean | undefined;
  /** Whether it was trained with Winograd's convolutions, and predicts so; true unless given. */
  winograd?: boolean | undefined;
}

export interface PredictOptions {
  /** Give what the last layer gives instead of probabilities. */
  logits?: boolean | undefined;
  /** Samples that are computed at once, at most; 256 by default. */
  batchSize?: number | undefined;
}

export interface SampledPredictOptions extends PredictOptions {
  /** Passes with fresh masks, at least 2. */
  samples: number;
  /** Decides the masks, for a given batch size (default 1). */
  seed?: number | undefined;
}

/** What a model says of inputs: [batch, …]. */
export interface Prediction extends ArrayValue {
  data: Float32Array;
  /** The names of the classes; of a single output, which is the probability of the second one. */
  classes?: readonly string[];
  /** What may be wrong with the inputs, in sentences: pixels of 0 to 1 for a model that was trained on bytes. */
  hints?: readonly string[];
}

/** Predictions over many masks: [batch, …] each. */
export interface SampledPrediction extends Prediction {
  /** The mean over the masks. */
  data: Float32Array;
  /** The standard deviation over the masks: how much the thinned networks disagree. */
  deviation: Float32Array;
  /** What the one network without masks, scaled, gives: the usual prediction. */
  scaled: Float32Array;
}

/** What a classifier says of one sample. */
export interface Classified {
  /** The name of the class, or its number as text where classes have no names. */
  class: string;
  /** The number of the class. */
  label: number;
  /** Of this class; absent where outputs are scores that are no logits, as under hinge. */
  probability?: number;
}

/** A model that has been trained: it scales inputs as in training, and predicts with running statistics, without masks. */
export class TrainedModel {
  readonly parts: TrainedModelParts;
  readonly #built: BuiltLayer;
  readonly #engine: PredictionEngine;

  constructor(parts: TrainedModelParts) {
    checkModelParts(parts);
    this.parts = parts;
    this.#built = parts.layer.build(parts.inputShape);
    this.#engine = new PredictionEngine(this, this.#built);
  }

  /** How many numbers training adjusts. */
  get parameterCount(): number {
    return Object.values(this.#built.parameters).reduce((count, { shape }) => count + sizeOf(shape), 0);
  }

  get outputShape(): Shape {
    return this.#built.outputShape;
  }

  /** What makes probabilities of its outputs; undefined where predictions are the outputs themselves. */
  get predictions(): Predictions | undefined {
    return this.parts.logits ? (this.parts.predictions ?? "softmax") : undefined;
  }

  /** The names of the classes in the order of their numbers, where the data gave them. */
  get classes(): readonly string[] | undefined {
    return this.parts.classes;
  }

  /** The loss that it was trained with; of a model that does not say, the one that goes with its predictions. */
  get loss(): Loss {
    if (this.parts.loss !== undefined) return this.parts.loss;
    if (this.predictions === undefined) return meanSquaredError();
    return this.predictions === "softmax" ? crossEntropy() : binaryCrossEntropy();
  }

  /** The metrics that it was trained with; of a model that does not say, those that go with its loss. */
  get metrics(): readonly Metric[] {
    return this.parts.metrics ?? defaultMetrics(this.loss);
  }

  /** Its layers as a table: names, shapes of outputs, numbers of parameters. */
  summary(): string {
    return summaryOf(this.parts.layer.name, this.#built, this.parts.inputShape);
  }

  [INSPECT](): string {
    return `TrainedModel\n${this.summary()}`;
  }

  /**
   * The predictions for inputs [batch, …]: probabilities where it was trained on a loss of logits (crossEntropy: one for
   * each class; binaryCrossEntropy: of each output by itself), else what the last layer gives. A single input without the
   * batch dimension counts as a batch of one. What is said of a sample
   * has the same bits in whatever batch it stands (but for layers that add up more than 32,768 numbers of it).
   *
   * With `samples`, as in `predict(images, { samples: 50 })`, the mean and the spread of so many passes, each with fresh
   * masks, beside what the scaled network gives: the average that dropout stands for, made visible. Normalizations go by
   * their running statistics. Source: Gal and Ghahramani 2016 (Monte-Carlo dropout); Srivastava et al. 2014, section 7.5.
   * @throws a usage error for inputs of another shape or that are not finite numbers, fewer than 2 samples, or a batch size
   * below 1.
   */
  async predict(inputs: ArrayLikeValue, options?: PredictOptions & { samples?: undefined }): Promise<Prediction>;
  async predict(inputs: ArrayLikeValue, options: SampledPredictOptions): Promise<SampledPrediction>;
  async predict(
    inputs: ArrayLikeValue,
    options: PredictOptions & { samples?: number | undefined; seed?: number | undefined } = {},
  ): Promise<Prediction | SampledPrediction> {
    resolveOptions("predict", predictOptions, options);
    const { logits = false, batchSize = 256, samples, seed = 1 } = options;
    const rows = readInputs("predict", inputs, this.parts.inputShape);
    checkIndicesIn("predict: inputs", rows.data, indicesOf(this.parts.layer));
    const hints = hintsAboutInputs(rows.data, this.parts.inputRange);
    sayOnce(hints);
    const perOutput = sizeOf(this.outputShape);
    const shape = [rows.count, ...this.outputShape];
    const scaled = new Float32Array(rows.count * perOutput);
    const spread = new Spread(samples === undefined ? 0 : rows.count * perOutput);
    const alone = rows.count <= batchSize && samples === undefined;
    const atOnce = 2 ** Math.floor(Math.log2(batchSize));
    for (let start = 0; start < rows.count; start += atOnce) {
      const here = Math.min(atOnce, rows.count - start);
      const size = 2 ** Math.ceil(Math.log2(here));
      const batch = this.#batch(rows, start, here, size);
      const run = async (masks: boolean, key: Uint32Array) => {
        const result = await this.#engine.run({ size, probabilities: !logits, masks, alone }, { inputs: batch, key });
        return Float32Array.from(result).subarray(0, here * perOutput);
      };
      scaled.set(await run(false, NO_KEY), start * perOutput);
      for (let sample = 0; sample < (samples ?? 0); sample++) {
        const key = Uint32Array.of(...seedKey(seed), (start / atOnce) * (samples as number) + sample);
        spread.add(await run(true, key), start * perOutput, sample + 1);
      }
    }
    const sampled = samples === undefined ? undefined : spread.over(samples);
    if (sampled?.deviation.every((x) => x === 0) && rows.count > 0) {
      hints.push("All passes agree: the model has no dropout, nor other noise.");
      sayOnce(hints);
    }
    const about = {
      ...(this.classes === undefined ? {} : { classes: this.classes }),
      ...(hints.length === 0 ? {} : { hints }),
    };
    return sampled === undefined ? { shape, data: scaled, ...about } : { shape, ...sampled, scaled, ...about };
  }

  /**
   * The class of each input, and how probable it is: `(await model.classify(images))[0].class`. Of several outputs the
   * largest says the class; a single one, under binaryCrossEntropy, says the second class above 1/2, else the first.
   * @throws a usage error for a model that does not tell classes, and for the inputs what `predict` throws; a run error for
   * an output that is not a number.
   */
  async classify(inputs: ArrayLikeValue, options: Pick<PredictOptions, "batchSize"> = {}): Promise<Classified[]> {
    const width = sizeOf(this.outputShape);
    const yesOrNo = this.predictions === "sigmoid" && width === 1;
    if (!yesOrNo && this.predictions !== "softmax" && this.loss.targetKind !== "classes")
      throw usageError({
        where: "classify",
        expected:
          "a model that was trained to tell classes, by crossEntropy, hinge, or binaryCrossEntropy of one output",
        received: `one that was trained by ${this.loss.name}`,
        fix: "Use predict().",
      });
    const { data } = await this.predict(inputs, options);
    return Array.from({ length: data.length / width }, (_, i) => {
      const row = data.subarray(i * width, (i + 1) * width);
      if (row.some(Number.isNaN))
        throw runError({ where: "classify", expected: "numbers", received: `outputs that are NaN for sample ${i}` });
      const scores = yesOrNo ? Float32Array.of(1 - row[0], row[0]) : row;
      const label = scores.indexOf(Math.max(...scores));
      return {
        class: this.classes?.[label] ?? String(label),
        label,
        ...(this.predictions === undefined ? {} : { probability: scores[label] }),
      };
    });
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

  /** Frees the engine; a later prediction opens it again. A model that is forgotten frees it too, in time. */
  async close(): Promise<void> {
    await this.#engine.close();
  }

  /** Rows from `start` on, and zeros up to `size`: programs are made for powers of two, so that few are kept. */
  #batch({ data }: Rows, start: number, here: number, size: number): Float32Array {
    const perInput = sizeOf(this.parts.inputShape);
    const { subtract } = this.parts.scale; // taken off here, in float64: see centered
    const batch = new Float32Array(size * perInput);
    const [from, to] = [start * perInput, (start + here) * perInput];
    if (subtract === 0 && ArrayBuffer.isView(data)) batch.set((data as unknown as Float32Array).subarray(from, to));
    else for (let i = from; i < to; i++) batch[i - from] = data[i] - subtract;
    return batch;
  }
}

/** Of programs without masks, which draw nothing. */
const NO_KEY = new Uint32Array(3);
