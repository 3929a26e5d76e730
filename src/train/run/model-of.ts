import { inputShape } from "../../data/dataset.ts";
import type { Weights } from "../../formats/weights.ts";
import { TrainedModel } from "../../predict/trained-model.ts";
import type { Ending } from "./ending.ts";

/** The model of a run, with these weights. */
export function modelOf({ training, relaxedSimd, winograd }: Ending, weights: Weights): TrainedModel {
  const { layer, data, task, scale, targetScale, inputRange, loss, metrics } = training;
  return new TrainedModel({
    layer,
    inputShape: inputShape(data.train),
    scale,
    inputRange,
    weights,
    classes: data.classes ?? (task === "multilabel" ? data.columns?.targets : undefined),
    layout: data.layout,
    task,
    targetScale,
    columns: data.columns,
    logits: loss.predictions !== undefined,
    predictions: loss.predictions,
    loss,
    metrics,
    relaxedSimd,
    winograd,
  });
}
