import type { Measures } from "../run/history.ts";

/** What one step reports. */
export type StepResult = Measures & {
  /** The loss of its batch; beside it stand the metrics, by their names. */
  loss: number;
  /** The norm of the gradient over all parameters. */
  gradientNorm: number;
  /** 1 if the step was taken; 0 if its loss or gradient was not finite, so that nothing changed. */
  finite: number;
  /** How much the loss counts in a mean over batches, where that is not the size of the batch. */
  lossWeight?: number;
};
