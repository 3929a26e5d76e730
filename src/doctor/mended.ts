import type { Dataset } from "../data/dataset.ts";
import { EvenkeelError } from "../errors.ts";
import { lastLayersOf } from "../model/checks/last-layers.ts";
import type { Layer } from "../model/layer.ts";
import { prepareTraining, type Training } from "../train/prepare/prepare-training.ts";
import type { TrainOptions } from "../train/train-options.ts";
import { everyLayerChanged } from "./changed-layers.ts";
import type { Refused } from "./examination.ts";

/** A training that was refused, with one thing changed, and what that was. */
interface Mended {
  readonly training: Training;
  readonly refused: Refused;
}

/**
 * A run that `train` refuses, with the one change with which it would not: without the softmax or sigmoid at the end of the
 * model, or with the usual loss. That this change lets it through is the proof that it was the fault.
 * @returns undefined where neither helps.
 */
export async function mended(
  model: Layer,
  data: Dataset,
  options: TrainOptions,
  error: EvenkeelError,
): Promise<Mended | undefined> {
  const ending = withoutProbabilities(model);
  const training = ending && (await preparedOr(ending.model, data, options));
  if (ending && training) {
    const { path, layer } = ending;
    const loss = training.loss.name;
    return {
      training,
      refused: { diagnosis: "softmaxBeforeLogits", where: path, layer, loss, message: error.message },
    };
  }
  if (options.loss === undefined) return undefined;
  const usual = await preparedOr(model, data, { ...options, loss: undefined, metrics: undefined });
  const { name: loss } = options.loss;
  return (
    usual && {
      training: usual,
      refused: { diagnosis: "wrongLoss", where: "loss", layer: "", loss, message: error.message },
    }
  );
}

/** The model without the probabilities at its end, and which they were. */
function withoutProbabilities(model: Layer): { model: Layer; path: string; layer: string } | undefined {
  const last = lastLayersOf(model, true).find(({ name }) => name === "softmax" || name === "sigmoid");
  if (last === undefined) return undefined;
  let place = "";
  const plain = everyLayerChanged(model, (path, layer) => {
    if (layer !== last) return [layer];
    place = path;
    return [];
  });
  return place === "" ? undefined : { model: plain, path: place, layer: last.name };
}

async function preparedOr(model: Layer, data: Dataset, options: TrainOptions): Promise<Training | undefined> {
  try {
    return await prepareTraining(model, data, options, "diagnose");
  } catch (error) {
    if (error instanceof EvenkeelError) return undefined;
    throw error;
  }
}
