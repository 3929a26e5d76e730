import type { DeviceOptions } from "../backend/open.ts";
import type { Scaling } from "../data/scaling.ts";
import type { Layer } from "../model/layer.ts";
import type { Loss } from "../model/loss.ts";
import type { Metric } from "../model/metric.ts";
import type { Callback } from "./callback.ts";
import type { Epoch, Measures } from "./history.ts";
import type { Optimizer } from "./optimizer.ts";
import type { SavedRun } from "./saved-run.ts";

export interface TrainOptions extends DeviceOptions {
  /** crossEntropy() by default. */
  loss?: Loss;
  /**
   * What is reported beside the loss, a loss too: `[accuracy(), meanAbsoluteError()]`. [accuracy()] by default where outputs
   * say classes (crossEntropy) or yes and no (binaryCrossEntropy), else none.
   */
  metrics?: readonly Metric[];
  /** adam() by default. */
  optimizer?: Optimizer;
  /** How often the training part is gone through. 10 by default. */
  epochs?: number;
  /** Samples of one step; a last smaller batch is trained on too. 64 by default. */
  batchSize?: number;
  /** Decides first weights, the order of the data, and masks. 1 by default. */
  seed?: number;
  /** Changes the inputs of training steps at random, before they are scaled: `augment({ shift: 2 })`. Saved with the run. */
  augment?: Layer;
  callbacks?: readonly Callback[];
  /** What inputs are scaled by. By default bytes are scaled to [0, 1] and other numbers are left as they are. */
  scaling?: Scaling | "none";
  /** Stops the run after the steps that are under way; the weights so far are given back. */
  signal?: AbortSignal;
  /** Called some times a second. */
  onProgress?: (progress: TrainProgress) => void;
  /** Goes on with a saved run (its file, in Node.js, or what `loadRun` gave) up to `epochs` in all. */
  resume?: string | SavedRun;
  /** Milliseconds from any fixed point on; performance.now by default. */
  now?: () => number;
}

export interface TrainProgress {
  /** The epoch under way, counted from 1. */
  epoch: number;
  epochs: number;
  /** Steps done in this epoch. */
  step: number;
  stepsPerEpoch: number;
  /** Means over the epoch so far. */
  train: Measures;
  /** The last epoch that was completed. */
  last?: Epoch;
  /** Seconds. */
  elapsed: number;
  /** Seconds that the rest of the epochs would take at this speed. */
  remaining: number;
}
