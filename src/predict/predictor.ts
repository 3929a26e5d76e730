import { computedBy } from "../backend/computed-by.ts";
import { withoutTrial } from "../backend/on-trial.ts";
import type { ArrayLikeValue } from "../compile.ts";
import { checkIndicesIn } from "../data/checks/check-indices.ts";
import { hintsAboutInputs } from "../data/checks/hints.ts";
import { unscaled } from "../data/scaled.ts";
import { runError, usageError } from "../errors.ts";
import { powerOfTwoFrom } from "../exact-math/power-of-two-from.ts";
import { powerOfTwoUpTo } from "../exact-math/power-of-two-up-to.ts";
import { sizeOf } from "../graph/shape.ts";
import type { Tensor } from "../graph/tensor.ts";
import { indicesOf } from "../model/checks/first-layers.ts";
import type { BuiltLayer } from "../model/layer.ts";
import type { Loss } from "../model/loss.ts";
import type { OutputMeaning } from "../model/output-meaning.ts";
import { defined } from "../options/defined.ts";
import { refused, resolveOptions } from "../options.ts";
import { seedKey } from "../random.ts";
import { sayOnce } from "../say-once.ts";
import { chosenClass } from "./chosen-class.ts";
import { CLASSIFIER, type ClassOutput, classOutputOf, givesClasses } from "./class-output.ts";
import type { TrainedModelParts } from "./model-parts.ts";
import { type NamedInputs, packedInputs } from "./named-inputs.ts";
import { namedOutputs } from "./named-outputs.ts";
import { paddedBatch } from "./padded-batch.ts";
import { classifyOptions, layerOutputsOptions, predictOptions } from "./predict-options.ts";
import type {
  Classified,
  ClassifyOptions,
  LayerOutput,
  LayerOutputsOptions,
  Prediction,
  PredictOptions,
  SampledPrediction,
} from "./prediction.ts";
import { PredictionEngine } from "./prediction-engine.ts";
import { readInputs } from "./read-inputs.ts";
import { RunningMoments } from "./running-moments.ts";

/** What is asked of a trained model. */
interface Predicting {
  parts: TrainedModelParts;
  built: BuiltLayer;
  loss: Loss;
  /** What the predictions mean. */
  predictions: OutputMeaning | undefined;
  /** What makes predictions of outputs; undefined where they are the same. */
  predicted: ((output: Tensor) => Tensor) | undefined;
}

/** Predicts with a trained model; `TrainedModel` loads it with the first prediction. */
export class Predictor {
  readonly #model: Predicting;
  readonly #engine: PredictionEngine;
  /** What computed the last prediction; undefined before the first one, and for one of no samples. */
  predictedBy: string | undefined;

  constructor(model: Predicting) {
    const { parts, predicted, built } = model;
    this.#model = model;
    this.#engine = new PredictionEngine(parts, predicted, built);
  }

  /** See `TrainedModel.predict`; `where` is what errors name. */
  async predict(
    where: string,
    inputs: ArrayLikeValue | NamedInputs,
    options: PredictOptions & { samples?: number | undefined; seed?: number | undefined },
  ): Promise<Prediction | SampledPrediction> {
    const {
      logits = false,
      batchSize = 256,
      threads,
      backend,
      samples,
      seed = 1,
    } = resolveOptions(where, predictOptions, options);
    const { parts, built } = this.#model;
    const { inputShape, layout, inputRange, layer, scale, targetScale, classes } = parts;
    const { outputShape, outputs } = built;
    const rows = readInputs(where, packedInputs(where, inputs, layout?.inputs), inputShape, parts);
    checkIndicesIn(`${where}: inputs`, rows.data, indicesOf(layer));
    const hints = hintsAboutInputs(rows.data, inputRange, parts);
    sayOnce(hints);
    const perOutput = sizeOf(outputShape);
    const shape = [rows.count, ...outputShape];
    const scaled = new Float32Array(rows.count * perOutput);
    const moments = new RunningMoments(samples === undefined ? 0 : rows.count * perOutput);
    const alone = rows.count <= batchSize && samples === undefined;
    const here = threads === 0;
    const atOnce = powerOfTwoUpTo(batchSize);
    let computed: string | undefined;
    for (const { start, count, size } of batchesOf(rows.count, batchSize)) {
      const batch = paddedBatch(rows, { start, count, size }, sizeOf(inputShape), scale);
      const run = async (masks: boolean, key: Uint32Array) => {
        const { outputs, backend: now } = await this.#engine.run(
          { size, probabilities: !logits, masks, alone, here, ...defined({ backend }) },
          { inputs: batch, key },
        );
        computed = computedBy(computed && withoutTrial(computed), now);
        return Float32Array.from(outputs.result).subarray(0, count * perOutput);
      };
      scaled.set(await run(false, NO_KEY), start * perOutput);
      for (let sample = 0; sample < (samples ?? 0); sample++) {
        const key = Uint32Array.of(...seedKey(seed), (start / atOnce) * (samples as number) + sample);
        moments.add(await run(true, key), start * perOutput, sample + 1);
      }
    }
    const sampled = samples === undefined ? undefined : moments.over(samples);
    if (targetScale !== undefined) {
      const own = { ...targetScale, subtract: 0 }; // of differences
      for (const values of [scaled, sampled?.data]) values?.set(unscaled(values, targetScale));
      sampled?.std.set(unscaled(sampled.std, own));
    }
    if (sampled?.std.every((x) => x === 0) && rows.count > 0) {
      hints.push("All passes agree: the model has no dropout, nor other noise.");
      sayOnce(hints);
    }
    this.predictedBy = computed;
    const about = defined({ classes, hints: hints.length > 0 ? hints : undefined, backend: computed });
    const all = sampled === undefined ? { shape, data: scaled } : { shape, ...sampled, scaled };
    return { ...all, ...about, ...(outputs && { outputs: namedOutputs(all, outputs, layout?.targets) }) };
  }

  /** See `TrainedModel.layerOutputs`. */
  async layerOutputs(inputs: ArrayLikeValue | NamedInputs, options: LayerOutputsOptions): Promise<LayerOutput[]> {
    const where = "layerOutputs";
    const { batchSize = 256, threads } = resolveOptions(where, layerOutputsOptions, options);
    const { parts } = this.#model;
    const { inputShape, layout, layer: root, scale } = parts;
    const rows = readInputs(where, packedInputs(where, inputs, layout?.inputs), inputShape, parts);
    checkIndicesIn(`${where}: inputs`, rows.data, indicesOf(root));
    const layers = this.#engine.layers().map(({ layer, name, shape }) => {
      const width = sizeOf(shape);
      return {
        name,
        width,
        made: { layer, shape: [rows.count, ...shape], data: new Float32Array(rows.count * width) },
      };
    });
    for (const { start, count, size } of batchesOf(rows.count, batchSize)) {
      const batch = paddedBatch(rows, { start, count, size }, sizeOf(inputShape), scale);
      const alone = rows.count <= batchSize;
      const kind = { size, probabilities: false, masks: false, alone, here: threads === 0, layers: true };
      const { outputs } = await this.#engine.run(kind, { inputs: batch, key: NO_KEY });
      for (const { name, width, made } of layers)
        made.data.set(Float32Array.from(outputs[name]).subarray(0, count * width), start * width);
    }
    return layers.map(({ made }) => made);
  }

  /** Predicts with other weights from here on. */
  async useWeights(weights: TrainedModelParts["weights"]): Promise<void> {
    await this.#engine.useWeights(weights);
  }

  /** See `TrainedModel.classify`. */
  async classify(inputs: ArrayLikeValue | NamedInputs, options: ClassifyOptions): Promise<Classified[]> {
    const { head, batchSize } = resolveOptions("classify", classifyOptions, options);
    const { name, width, classes, predictions } = this.#classesOf(head);
    const all = await this.predict("classify", inputs, defined({ batchSize }));
    const { data } = name === undefined ? all : (all.outputs?.[name] ?? all);
    return Array.from({ length: data.length / width }, (_, i) => {
      const row = data.subarray(i * width, (i + 1) * width);
      if (row.some(Number.isNaN))
        throw runError({ where: "classify", expected: "numbers", received: `outputs that are NaN for sample ${i}` });
      const { scores, label } = chosenClass(row, predictions === "sigmoid" && width === 1);
      return {
        class: classes?.[label] ?? String(label),
        label,
        ...defined({ probability: predictions && scores[label] }),
      };
    });
  }

  /**
   * Which output the classes are of.
   * @throws a usage error where it has none, where several have and none was named, and for a name that is no output.
   */
  #classesOf(head: string | undefined): ClassOutput {
    const { parts, built, loss, predictions } = this.#model;
    if (loss.heads !== undefined) return classOutputOf(loss.heads, head);
    if (head !== undefined) throw refused("classify: head", "none, for a model of one output", head);
    const width = sizeOf(built.outputShape);
    const { classes } = parts;
    if (givesClasses(loss, width)) return { name: undefined, width, classes, predictions };
    throw usageError({
      where: "classify",
      expected: CLASSIFIER,
      received: `one that was trained with ${loss.name}${predictions === "sigmoid" ? ` of ${width} outputs` : ""}`,
      fix: "Use predict().",
    });
  }

  /** Frees the engine. */
  async close(): Promise<void> {
    await this.#engine.close();
  }
}

/** Batches of some rows, each filled up to a power of two. */
function batchesOf(rows: number, batchSize: number): { start: number; count: number; size: number }[] {
  const atOnce = powerOfTwoUpTo(batchSize);
  return Array.from({ length: Math.ceil(rows / atOnce) }, (_, i) => {
    const count = Math.min(atOnce, rows - i * atOnce);
    return { start: i * atOnce, count, size: powerOfTwoFrom(count) };
  });
}

/** For programs without masks, which draw nothing. */
const NO_KEY = new Uint32Array(3);
