import type { Tensor } from "../graph/tensor.ts";
import type { Loss } from "../model/loss.ts";
import { type OutputMeaning, PROBABILITIES } from "../model/output-meaning.ts";
import type { TrainedModelParts } from "./model-parts.ts";

/** What is asked of a trained model. */
interface Predicting {
  readonly parts: TrainedModelParts;
  readonly loss: Loss;
  readonly predictions: OutputMeaning | undefined;
}

/** What makes predictions of the outputs of a model; undefined where they are the same. */
export function predictedOf({ parts, loss, predictions }: Predicting): ((output: Tensor) => Tensor) | undefined {
  return parts.loss?.heads === undefined ? predictions && PROBABILITIES[predictions] : loss.heads?.predicted;
}
