import type { Tensor } from "../graph/tensor.ts";

/** What makes probabilities of the outputs that a loss takes, its logits: of classes, or of each output by itself. */
export const PREDICTIONS = {
  softmax: (logits: Tensor) => logits.softmax(),
  sigmoid: (logits: Tensor) => logits.sigmoid(),
};
export type Predictions = keyof typeof PREDICTIONS;
export const PREDICTION_NAMES = Object.keys(PREDICTIONS) as Predictions[];
