import type { ArrayLikeValue } from "../compile.ts";
import { checkIndicesIn } from "../data/checks/check-indices.ts";
import { hintsAboutInputs } from "../data/checks/hints.ts";
import type { Samples } from "../data/dataset.ts";
import { unscaled } from "../data/scaled.ts";
import type { Table } from "../data/table/table.ts";
import type { TableEncoding } from "../data/table/table-encoding.ts";
import type { Row } from "../data/table/table-of-rows.ts";
import { runError, usageError } from "../errors.ts";
import { writeFileWhole } from "../files.ts";
import { type Shape, sizeOf } from "../graph/shape.ts";
import type { Tensor } from "../graph/tensor.ts";
import { indicesOf } from "../model/checks/first-layers.ts";
import { defaultMetrics } from "../model/default-metrics.ts";
import { boundMetrics } from "../model/heads/bound-to.ts";
import type { BuiltLayer } from "../model/layer.ts";
import type { Loss } from "../model/loss.ts";
import { binaryCrossEntropy } from "../model/losses/binary-cross-entropy.ts";
import { crossEntropy } from "../model/losses/cross-entropy.ts";
import { meanSquaredError } from "../model/losses/mean-squared-error.ts";
import type { Metric } from "../model/metric.ts";
import { type OutputMeaning, PROBABILITIES } from "../model/output-meaning.ts";
import { summaryOf } from "../model/summary.ts";
import { defined } from "../options/defined.ts";
import { resolveOptions } from "../options.ts";
import { seedKey } from "../random.ts";
import { sayOnce } from "../say-once.ts";
import { INSPECT } from "../trick.ts";
import { checkModelParts } from "./check-model-parts.ts";
import { encodeModel } from "./model-file.ts";
import type { TrainedModelParts } from "./model-parts.ts";
import { type NamedInputs, packedInputs } from "./named-inputs.ts";
import { namedOutputs } from "./named-outputs.ts";
import { paddedBatch } from "./padded-batch.ts";
import { predictOptions } from "./predict-options.ts";
import type {
  Classified,
  Prediction,
  PredictOptions,
  RowPrediction,
  SampledPrediction,
  SampledPredictOptions,
} from "./prediction.ts";
import { PredictionEngine } from "./prediction-engine.ts";
import { readInputs } from "./read-inputs.ts";
import { RunningMoments } from "./running-moments.ts";

/** A trained model: it scales inputs as in training, and predicts with running statistics and without masks. */
export class TrainedModel {
  /** What it is made of: the layer, the weights, and how inputs are scaled. */
  readonly parts: TrainedModelParts;
  readonly #built: BuiltLayer;
  readonly #engine: PredictionEngine;

  constructor(parts: TrainedModelParts) {
    checkModelParts(parts);
    this.parts = parts;
    this.#built = parts.layer.build(parts.inputShape);
    this.#engine = new PredictionEngine(parts, this.#probabilities(), this.#built);
  }

  /** How many parameters it has. */
  get parameterCount(): number {
    return Object.values(this.#built.parameters).reduce((count, { shape }) => count + sizeOf(shape), 0);
  }

  /** The shape of what it predicts for one sample. */
  get outputShape(): Shape {
    return this.#built.outputShape;
  }

  /** The function that turns its outputs into probabilities; undefined where predictions are the outputs themselves. */
  get predictions(): OutputMeaning | undefined {
    return this.parts.logits ? (this.parts.predictions ?? "softmax") : undefined;
  }

  /** The names of the classes in the order of their numbers, where the data had them. */
  get classes(): readonly string[] | undefined {
    return this.parts.classes;
  }

  /** The columns of the table that it was trained with, and what was fitted on its training rows; for `predictRows`. */
  get columns(): TableEncoding | undefined {
    return this.parts.columns;
  }

  /** The loss that it was trained with; where the file has none, the usual one for its predictions. */
  get loss(): Loss {
    const { loss, layout } = this.parts;
    if (loss !== undefined) return loss.heads?.bound(this.#built.outputs, layout?.targets) ?? loss;
    if (this.predictions === undefined) return meanSquaredError();
    return this.predictions === "softmax" ? crossEntropy() : binaryCrossEntropy();
  }

  /** The metrics that it was trained with; where the file has none, the usual ones for its loss. */
  get metrics(): readonly Metric[] {
    const { loss } = this;
    const {
      classes,
      task,
      metrics = defaultMetrics({ loss, outputs: sizeOf(this.outputShape), classes, task }),
      layout,
    } = this.parts;
    return boundMetrics("evaluate", metrics, loss, this.#built, layout?.targets);
  }

  /** What makes predictions of outputs; undefined where they are the same. */
  #probabilities(): ((output: Tensor) => Tensor) | undefined {
    if (this.parts.loss?.heads !== undefined) return this.loss.heads?.predicted;
    return this.predictions && PROBABILITIES[this.predictions];
  }

  /** Its layers as a table: names, shapes of outputs, numbers of parameters. */
  summary(): string {
    return summaryOf(this.parts.layer.name, this.#built, this.parts.inputShape);
  }

  [INSPECT](): string {
    return `TrainedModel\n${this.summary()}`;
  }

  /**
   * The predictions for inputs [batch, …]: probabilities where the model was trained on a loss of logits (crossEntropy: one
   * for each class; binaryCrossEntropy: one for each output), else the outputs of the last layer, in the units of the targets
   * where these were scaled for training. A single input without the batch dimension counts as a batch of one. The prediction for a sample has the same bits in a batch of any size (except
   * for layers that sum more than 32,768 numbers of it).
   *
   * With `samples`, as in `predict(images, { samples: 50 })`, the mean and the standard deviation of n passes, each with
   * fresh masks, beside the output of the scaled network: the average that dropout stands for, made visible. Normalizations
   * use their running statistics. Source: Gal and Ghahramani 2016 (Monte-Carlo dropout); Srivastava et al. 2014, section 7.5.
   *
   * A model of several inputs takes them by name, `predict({ image, meta })`, or packed into one row as its data have them; one
   * of several outputs gives them by name too: `(await model.predict(x)).outputs.species`.
   * @param inputs as you gave them in training; the model scales them.
   * @throws a usage error for inputs of another shape or that are not finite numbers, fewer than 2 samples, or a batch size
   * below 1.
   * @example
   * const { data: probabilities } = await run.model.predict({ shape: [1, 28, 28, 1], data: images });
   */
  async predict(
    inputs: ArrayLikeValue | NamedInputs,
    options?: PredictOptions & { samples?: undefined },
  ): Promise<Prediction>;
  /**
   * The mean and the standard deviation of the predictions over `samples` passes, each with fresh masks, beside what the scaled
   * network gives: the average that dropout stands for, made visible. Normalizations go by their running statistics.
   *
   * **Source:** Gal and Ghahramani 2016 (Monte-Carlo dropout); Srivastava et al. 2014, section 7.5
   * @param inputs [batch, …] as for predictions without `samples`.
   * @throws a usage error for inputs of another shape or that are not finite numbers, fewer than 2 samples, or a batch size
   * below 1.
   * @example
   * const { data: mean, std } = await run.model.predict({ shape: [1, 28, 28, 1], data: images }, { samples: 50 });
   */
  async predict(inputs: ArrayLikeValue | NamedInputs, options: SampledPredictOptions): Promise<SampledPrediction>;
  async predict(
    inputs: ArrayLikeValue | NamedInputs,
    options: PredictOptions & { samples?: number | undefined; seed?: number | undefined } = {},
  ): Promise<Prediction | SampledPrediction> {
    resolveOptions("predict", predictOptions, options);
    return this.#predict("predict", inputs, options);
  }

  async #predict(
    where: string,
    inputs: ArrayLikeValue | NamedInputs,
    {
      logits = false,
      batchSize = 256,
      samples,
      seed = 1,
    }: PredictOptions & { samples?: number | undefined; seed?: number | undefined },
  ): Promise<Prediction | SampledPrediction> {
    const rows = readInputs(where, packedInputs(where, inputs, this.parts.layout?.inputs), this.parts.inputShape);
    checkIndicesIn(`${where}: inputs`, rows.data, indicesOf(this.parts.layer));
    const hints = hintsAboutInputs(rows.data, this.parts.inputRange, this.parts);
    sayOnce(hints);
    const perOutput = sizeOf(this.outputShape);
    const shape = [rows.count, ...this.outputShape];
    const scaled = new Float32Array(rows.count * perOutput);
    const moments = new RunningMoments(samples === undefined ? 0 : rows.count * perOutput);
    const alone = rows.count <= batchSize && samples === undefined;
    const atOnce = 2 ** Math.floor(Math.log2(batchSize));
    for (let start = 0; start < rows.count; start += atOnce) {
      const count = Math.min(atOnce, rows.count - start);
      const size = 2 ** Math.ceil(Math.log2(count));
      const batch = paddedBatch(rows, { start, count, size }, sizeOf(this.parts.inputShape), this.parts.scale);
      const run = async (masks: boolean, key: Uint32Array) => {
        const result = await this.#engine.run({ size, probabilities: !logits, masks, alone }, { inputs: batch, key });
        return Float32Array.from(result).subarray(0, count * perOutput);
      };
      scaled.set(await run(false, NO_KEY), start * perOutput);
      for (let sample = 0; sample < (samples ?? 0); sample++) {
        const key = Uint32Array.of(...seedKey(seed), (start / atOnce) * (samples as number) + sample);
        moments.add(await run(true, key), start * perOutput, sample + 1);
      }
    }
    const sampled = samples === undefined ? undefined : moments.over(samples);
    const { targetScale } = this.parts;
    if (targetScale !== undefined) {
      const own = { ...targetScale, subtract: 0 }; // of differences
      for (const values of [scaled, sampled?.data]) values?.set(unscaled(values, targetScale));
      sampled?.std.set(unscaled(sampled.std, own));
    }
    if (sampled?.std.every((x) => x === 0) && rows.count > 0) {
      hints.push("All passes agree: the model has no dropout, nor other noise.");
      sayOnce(hints);
    }
    const about = defined({ classes: this.classes, hints: hints.length > 0 ? hints : undefined });
    const all = sampled === undefined ? { shape, data: scaled } : { shape, ...sampled, scaled };
    const { outputs } = this.#built;
    return { ...all, ...about, ...(outputs && { outputs: namedOutputs(all, outputs, this.parts.layout?.targets) }) };
  }

  /**
   * The class of each input, and its probability: `(await model.classify(images))[0].class`. Among several outputs the
   * largest one is the class; a single one, under binaryCrossEntropy, means the second class above 1/2, else the first.
   * @throws a usage error for a model that does not predict classes, and whatever `predict` throws for the inputs; a run
   * error for an output that is not a number.
   * @example
   * const [{ class: name, probability }] = await run.model.classify({ shape: [1, 28, 28, 1], data: images });
   */
  async classify(
    inputs: ArrayLikeValue | NamedInputs,
    options: Pick<PredictOptions, "batchSize"> = {},
  ): Promise<Classified[]> {
    resolveOptions("classify", { batchSize: predictOptions.batchSize }, options);
    const width = sizeOf(this.outputShape);
    const yesOrNo = this.predictions === "sigmoid" && width === 1;
    if (!yesOrNo && this.predictions !== "softmax" && this.loss.targetKind !== "classes")
      throw usageError({
        where: "classify",
        expected:
          "a model that was trained to predict classes, with crossEntropy, hinge, or binaryCrossEntropy of one output",
        received: `one that was trained with ${this.loss.name}${this.predictions === "sigmoid" ? ` of ${width} outputs` : ""}`,
        fix: this.#built.outputs === undefined ? "Use predict()." : `Use predict(): its outputs have a name each.`,
      });
    const { data } = await this.#predict("classify", inputs, options);
    return Array.from({ length: data.length / width }, (_, i) => {
      const row = data.subarray(i * width, (i + 1) * width);
      if (row.some(Number.isNaN))
        throw runError({ where: "classify", expected: "numbers", received: `outputs that are NaN for sample ${i}` });
      const scores = yesOrNo ? Float32Array.of(1 - row[0], row[0]) : row;
      const label = scores.indexOf(Math.max(...scores));
      return {
        class: this.classes?.[label] ?? String(label),
        label,
        ...defined({ probability: this.predictions && scores[label] }),
      };
    });
  }

  /**
   * The predictions for rows of a table as they are, `{ bill_length_mm: 39.1, island: "Torgersen" }`: for each row its class
   * with all probabilities, or the values of the targets by name. Missing values and categories that the training rows did
   * not have are taken as in training; columns that are not known are said.
   * @param rows a list of objects with the columns by name, or a table.
   * @throws a usage error for a model that was not trained with a table, and for what is not a row of its columns.
   * @example
   * const [{ class: species, probability }] = await run.model.predictRows([{ bill_length_mm: 39.1, island: "Torgersen" }]);
   */
  async predictRows(
    rows: readonly Row[] | Table,
    options: Pick<PredictOptions, "batchSize"> = {},
  ): Promise<RowPrediction[]> {
    resolveOptions("predictRows", { batchSize: predictOptions.batchSize }, options);
    const { predictRows } = await import("./predict-rows.ts");
    return predictRows(this, rows, options);
  }

  /**
   * Rows of a table with their targets as samples for `evaluate`: `await evaluate(model, await model.samplesOf(rows))`.
   * @param rows a list of objects with the columns by name, or a table.
   * @throws a usage error for a model that was not trained with a table, and for rows without the columns; a run error for a
   * target that is missing, or that is none of the classes.
   */
  async samplesOf(rows: readonly Row[] | Table): Promise<Samples> {
    const { samplesOfRows } = await import("./predict-rows.ts");
    return samplesOfRows(this, rows);
  }

  /**
   * Writes architecture, weights and scaling to one file (Node.js), for `loadModel`. The file is replaced completely or not
   * at all. Custom layers are passed again when it is loaded: `loadModel(path, { use: [myLayer] })`.
   * @throws a run error that says what to do where the file cannot be written.
   */
  async save(path: string): Promise<void> {
    await writeFileWhole(path, this.toBytes(), "Store model.toBytes() elsewhere; readModel reads it.");
  }

  /** The file that `save` writes, as bytes: for a download, a database or a request. `readModel` reads them. */
  toBytes(): Uint8Array<ArrayBuffer> {
    return encodeModel(this.parts);
  }

  /** Frees the engine; a later prediction opens it again. Garbage collection of the model frees it too. */
  async close(): Promise<void> {
    await this.#engine.close();
  }
}

/** For programs without masks, which draw nothing. */
const NO_KEY = new Uint32Array(3);
