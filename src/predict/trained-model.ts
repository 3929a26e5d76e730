import type { ArrayLikeValue } from "../compile.ts";
import type { Samples } from "../data/dataset.ts";
import type { Table } from "../data/table/table.ts";
import type { TableEncoding } from "../data/table/table-encoding.ts";
import type { Row } from "../data/table/table-of-rows.ts";
import { type Shape, sizeOf } from "../graph/shape.ts";
import type { Tensor } from "../graph/tensor.ts";
import { boundMetrics } from "../model/heads/bound-to.ts";
import type { BuiltLayer } from "../model/layer.ts";
import type { Loss } from "../model/loss.ts";
import { binaryCrossEntropy } from "../model/losses/binary-cross-entropy.ts";
import { crossEntropy } from "../model/losses/cross-entropy.ts";
import { meanSquaredError } from "../model/losses/mean-squared-error.ts";
import type { Metric } from "../model/metric.ts";
import type { OutputMeaning } from "../model/output-meaning.ts";
import { summaryOf } from "../model/summary.ts";
import { INSPECT } from "../trick.ts";
import { checkModelParts } from "./check-model-parts.ts";
import type { LoadOptions } from "./load-weights.ts";
import { encodeModel } from "./model-file.ts";
import type { TrainedModelParts } from "./model-parts.ts";
import type { NamedInputs } from "./named-inputs.ts";
import { predictedOf } from "./predicted-of.ts";
import type {
  Classified,
  ClassifyOptions,
  LayerOutput,
  LayerOutputsOptions,
  Prediction,
  PredictOptions,
  PredictRowsOptions,
  RowPrediction,
  SampledPrediction,
  SampledPredictOptions,
} from "./prediction.ts";
import type { Predictor } from "./predictor.ts";
import type { WeightsSource } from "./read-weights.ts";
import type { WeightsReport } from "./weights-report.ts";

/** A trained model: it scales inputs as in training, and predicts with running statistics and without masks. */
export class TrainedModel {
  /** What it is made of: the layer, the weights, and how inputs are scaled. */
  readonly parts: TrainedModelParts;
  readonly #built: BuiltLayer;
  /** What makes predictions of outputs; undefined where they are the same. */
  readonly #predicted: ((output: Tensor) => Tensor) | undefined;
  #predictor: Promise<Predictor> | undefined;
  /** The same, when it is there. */
  #loaded: Predictor | undefined;

  constructor(parts: TrainedModelParts) {
    checkModelParts(parts);
    this.parts = parts;
    this.#built = parts.layer.build(parts.inputShape);
    this.#predicted = predictedOf(this);
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

  /**
   * The metrics that it was trained with; where its file has none, the usual ones for its loss. None where it was made of
   * parts without metrics, of which `evaluate` measures the usual ones.
   */
  get metrics(): readonly Metric[] {
    const { metrics = [], layout } = this.parts;
    return boundMetrics("evaluate", metrics, this.loss, this.#built, layout?.targets);
  }

  /**
   * What computed its last prediction, also one of rows or of classes, as `prediction.backend` says it; undefined before the first
   * one.
   */
  get predictedBy(): string | undefined {
    return this.#loaded?.predictedBy;
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
    return (await this.#predicting()).predict("predict", inputs, options);
  }

  /**
   * What each layer gives for inputs [batch, …], without masks and with running statistics: paths as in `run.signals`, in the
   * order of computation. Layers that give their input on, as dropout does here, have no row of their own.
   * @param inputs as for `predict`.
   * @throws whatever `predict` throws for the inputs.
   * @example
   * const [input, ...layers] = await run.model.layerOutputs({ shape: [1, 28, 28, 1], data: images });
   */
  async layerOutputs(inputs: ArrayLikeValue | NamedInputs, options: LayerOutputsOptions = {}): Promise<LayerOutput[]> {
    return (await this.#predicting()).layerOutputs(inputs, options);
  }

  /** Loaded with the first prediction. */
  #predicting(): Promise<Predictor> {
    this.#predictor ??= import("./predictor.ts").then(({ Predictor }) => {
      const { parts, loss, predictions } = this;
      this.#loaded = new Predictor({ parts, built: this.#built, loss, predictions, predicted: this.#predicted });
      return this.#loaded;
    });
    return this.#predictor;
  }

  /**
   * The class of each input, and its probability: `(await model.classify(images))[0].class`. Among several outputs the
   * largest one is the class; a single one, under binaryCrossEntropy, means the second class above 1/2, else the first. For a
   * model of several outputs `head` says which: `classify(images, { head: "species" })`.
   * @throws a usage error for a model that does not predict classes, for one of whose outputs several do and none is named, and whatever `predict` throws for the inputs; a run
   * error for an output that is not a number.
   * @example
   * const [{ class: name, probability }] = await run.model.classify({ shape: [1, 28, 28, 1], data: images });
   */
  async classify(inputs: ArrayLikeValue | NamedInputs, options: ClassifyOptions = {}): Promise<Classified[]> {
    return (await this.#predicting()).classify(inputs, options);
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
  async predictRows(rows: readonly Row[] | Table, options: PredictRowsOptions = {}): Promise<RowPrediction[]> {
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
    const bytes = this.toBytes(); // as it is now
    const { writeFileWhole } = await import("../files.ts");
    await writeFileWhole(path, bytes, "Store model.toBytes() elsewhere; readModel reads it.");
  }

  /** The file that `save` writes, as bytes: for a download, a database or a request. `readModel` reads them. */
  toBytes(): Uint8Array<ArrayBuffer> {
    return encodeModel(this.parts);
  }

  /**
   * Takes weights in place of its own, which are matched by name and shape; what does not match is said, and reported. Scaling and
   * classes stay.
   * @param weights a trained model, a run, the file of either or a safetensors file (Node.js), or numbers by name, as
   * `importWeights` gives them.
   * @throws a usage error where nothing matches and, with `strict`, where not all does, with the list; a run error for a file that
   * is missing or damaged, and for numbers that are not finite.
   * @example
   * const { matched, missing } = await run.model.load(await importWeights("digits.safetensors", { layout: "pytorch" }));
   */
  async load(weights: WeightsSource, options: LoadOptions = {}): Promise<WeightsReport> {
    const { loadWeights } = await import("./load-weights.ts");
    const loaded = await loadWeights(this.parts, weights, options);
    (this as { parts: TrainedModelParts }).parts = { ...this.parts, weights: loaded.weights };
    await (await this.#predictor)?.useWeights(loaded.weights);
    return loaded.report;
  }

  /** Frees the engine; a later prediction opens it again. Garbage collection of the model frees it too. */
  async close(): Promise<void> {
    await (await this.#predictor)?.close();
  }
}
