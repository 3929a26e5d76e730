import { usageError } from "../errors.ts";
import { expectLayer } from "../model/checks/expect-layer.ts";
import type { Layer } from "../model/layer.ts";
import { TrainedModel } from "./trained-model.ts";

/**
 * The layer of a model, trained or not.
 * @throws a usage error for anything else, such as a run.
 */
export function layerOf(where: string, model: Layer | TrainedModel): Layer {
  if (model instanceof TrainedModel) return model.parts.layer;
  if ((model as { model?: unknown } | null | undefined)?.model instanceof TrainedModel)
    throw usageError({
      where,
      expected: "a layer or a trained model",
      received: "a run",
      fix: "Give its model: run.model.",
    });
  expectLayer(where, model);
  return model;
}
