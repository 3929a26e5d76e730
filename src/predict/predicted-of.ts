import type { Tensor } from "../graph/tensor.ts";
import { PROBABILITIES } from "../model/output-meaning.ts";
import type { TrainedModel } from "./trained-model.ts";

/** What makes predictions of the outputs of a model; undefined where they are the same. */
export function predictedOf({
  parts,
  loss,
  predictions,
}: Pick<TrainedModel, "parts" | "loss" | "predictions">): ((output: Tensor) => Tensor) | undefined {
  return parts.loss?.heads === undefined ? predictions && PROBABILITIES[predictions] : loss.heads?.predicted;
}
