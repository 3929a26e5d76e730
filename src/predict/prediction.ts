import type { BackendChoice } from "../backend/backend.ts";
import type { ArrayValue } from "../compile.ts";

/** The options of `predict`. */
export interface PredictOptions {
  /** Whether to give what the last layer gives instead of probabilities; values stay in the units of the targets. false by default. */
  logits?: boolean | undefined;
  /** How many samples are computed at once, at most. 256 by default. */
  batchSize?: number | undefined;
  /** 0: the calling thread computes, which blocks meanwhile; for a worker of your own. By default it does small calls alone. */
  threads?: 0 | undefined;
  /** What computes: "webgpu" for large models and batches where there is a GPU, "auto" for the faster one. "wasm" by default. */
  backend?: BackendChoice | undefined;
}

/** The options of `predictRows`. */
export type PredictRowsOptions = Pick<PredictOptions, "batchSize" | "backend">;

/** The options of `layerOutputs`. */
export type LayerOutputsOptions = Pick<PredictOptions, "batchSize" | "threads">;

/** The options of `classify`. */
export interface ClassifyOptions extends Pick<PredictOptions, "batchSize"> {
  /** Which of several outputs, by its name. It may be left out where one alone gives classes. */
  head?: string | undefined;
}

/** With them, predictions are made over many masks. */
export interface SampledPredictOptions extends PredictOptions {
  /**
   * How many passes are made, each with fresh masks: at least 2. Without it there is one pass without masks, by default.
   */
  samples: number;
  /** Decides the masks, for a given batch size. 1 by default. */
  seed?: number | undefined;
}

/** What a model predicts for inputs: [batch, …]. */
export interface Prediction extends ArrayValue {
  /** Row-major, as many numbers as the shape has: probabilities, or what the last layer gives. */
  data: Float32Array;
  /** The names of the classes. A single output is the probability of the second one. */
  classes?: readonly string[];
  /** What is predicted for each output, for a model of several by name; `data` has all of them in a row. */
  outputs?: Readonly<Record<string, OutputPrediction>>;
  /**
   * What computed it: "wasm, 1 thread, relaxed SIMD"; with "auto" also why. Batches that were computed by one after the other name
   * both: "webgpu, a card, then wasm, 1 thread". Absent where there were no samples.
   */
  backend?: string;
  /** What may be wrong with the inputs, in sentences: pixels from 0 to 1 for a model that was trained on bytes. */
  hints?: readonly string[];
}

/** What is predicted for one of several outputs: [batch, …]. */
export interface OutputPrediction extends ArrayValue {
  /** Row-major: probabilities where its loss makes some, or what its last layer gives. */
  data: Float32Array;
  /** The names of its classes. */
  classes?: readonly string[];
  /** With `samples`: the standard deviation over the masks. */
  std?: Float32Array;
  /** With `samples`: the prediction of the scaled network without masks. */
  scaled?: Float32Array;
}

/** Predictions over many masks: [batch, …] each. */
export interface SampledPrediction extends Prediction {
  /** The mean over the masks. */
  data: Float32Array;
  /** The standard deviation over the masks: how much the thinned networks disagree. */
  std: Float32Array;
  /** The usual prediction, of the scaled network without masks. */
  scaled: Float32Array;
}

/** What a layer gives for a batch: [batch, …]. */
export interface LayerOutput extends ArrayValue {
  /** The layer's path in the model, as in `run.signals`: "2.relu"; "input" for the scaled inputs. */
  layer: string;
  /** Row-major, as many numbers as the shape has. */
  data: Float32Array;
}

/** The class that a model predicts for one sample. */
export interface Classified {
  /** The name of the class, or its number as text where classes have no names. */
  class: string;
  /** The number of the class. */
  label: number;
  /** Of this class; absent where outputs are scores that are not logits, as under hinge. */
  probability?: number;
}

/** What a model predicts for a row of a table, or for one sample: a class with its probabilities, or the values of the targets. */
export interface RowPrediction {
  /** The name of the class that is predicted; absent where no class is. */
  class?: string;
  /** Of this class; absent where outputs are scores that are not logits, as under hinge. */
  probability?: number;
  /** Of each class, or of each label, by name. */
  probabilities?: Record<string, number>;
  /** By the names of the targets, in their units, where these are quantities. */
  values?: Record<string, number>;
  /** The same for each of several outputs, by its name. */
  outputs?: Record<string, RowPrediction>;
}
