/** What the loss and the metrics are over one part of the data: { loss: 0.31, accuracy: 0.97 }. */
export type Measures = Record<string, number>;

/**
 * How many samples of each true class (the rows) were predicted to be of each class (the columns). A sample of which an output
 * is NaN is in no column. Weights of samples do not count.
 */
export type ConfusionMatrix = readonly (readonly number[])[];

/** The same of samples to judge with. Plain JSON. */
export type TestMeasures = Measures & {
  /** How often each true class (the rows) was taken for each class (the columns), where there are classes, at most 256. */
  confusionMatrix?: ConfusionMatrix;
  /** The same for each of several outputs that has classes, by the name of the output. */
  confusionMatrices?: Readonly<Record<string, ConfusionMatrix>>;
};

/** The same, as `evaluate` gives it. Plain JSON. */
export type Evaluated = TestMeasures & {
  /** What computed it, as `run.backend` says it: "wasm, 2 threads, relaxed SIMD"; with "auto" also why. */
  backend: string;
};

/** The numbers alone, by name. */
export function numbersOf({
  confusionMatrix,
  confusionMatrices,
  backend,
  ...numbers
}: TestMeasures | Evaluated): Measures {
  return numbers;
}

/** One epoch of a run. Plain JSON. */
export interface Epoch {
  /** Counted from 1. */
  epoch: number;
  /** The rate in force during the epoch's last step. */
  learningRate: number;
  /**
   * Means over the epoch's batches, each weighted by its size, while the weights were moving and dropout was on. Weights of samples
   * count in the loss alone, not in metrics. Metrics that are measured of a whole set, such as rocAuc, are not among them.
   */
  train: Measures;
  /** Measured after the epoch, with all metrics; absent without a validation set. */
  validation?: Measures;
  /** How long it took, in seconds. */
  seconds: number;
}

/** What was measured, one row an epoch. Plain JSON. */
export type History = Epoch[];

/** Why and when a run ended. */
export interface Stopped {
  /**
   * Whether all epochs were done, or the steps or the time that it was given; a callback stopped early, the loss was no
   * longer finite, or it was aborted.
   */
  reason: "epochs" | "steps" | "time" | "early stopping" | "diverged" | "aborted";
  /** The last epoch that was completed, counted from 1; 0 if none was. */
  epoch: number;
  /** The epoch whose weights the run gives back, where that is not the last one. */
  bestEpoch?: number;
  /** The epochs whose weights are the members of the ensemble that the run gives back. */
  members?: number[];
  /** The callback that stopped the run, by its name; its reason is "early stopping" only if it is one. */
  callback?: string;
  /** More in words: what early stopping watched, or what diverged first. */
  detail?: string;
}
