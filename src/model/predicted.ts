import type { NumberArray } from "../data/dataset.ts";
import type { Task } from "../data/task.ts";

/** What a model predicts for a whole set of samples, beside what is true: what exact metrics are computed from. */
export interface Predicted {
  /** What there was to learn. */
  readonly task: Task;
  /** How many samples. */
  readonly count: number;
  /** Numbers for each sample: classes, labels or real outputs; 1 for yes or no. */
  readonly width: number;
  /** [count, width]: probabilities where the loss makes some of the outputs, else the outputs in the units of the targets. */
  readonly predictions: Float32Array | Float64Array;
  /** Whether the predictions are probabilities. */
  readonly probabilities: boolean;
  /** Class numbers [count], or numbers [count, width]. */
  readonly targets: NumberArray;
  /** How much each sample counts [count]; all the same by default. */
  readonly weights?: NumberArray | undefined;
}
