import { encodeSafetensors } from "./safetensors.ts";
import type { TrainedModel, TrainedModelParts } from "./trained-model.ts";

/** The version of what stands in the metadata of saved models and runs. */
export const FORMAT = 1;

/** What is saved of a model beside its weights: plain JSON. */
export function describeModel({ parts: { weights: _, ...about } }: TrainedModel): Omit<TrainedModelParts, "weights"> {
  return about;
}

/** The weights of a model under the names that they have in a file. */
export function modelTensors({ parts: { weights } }: TrainedModel): typeof weights {
  return Object.fromEntries(Object.entries(weights).map(([name, data]) => [`model/${name}`, data]));
}

/** A model as the bytes of a safetensors file: tensors as model/…, the rest as JSON in its metadata. */
export function encodeModel(model: TrainedModel): Uint8Array {
  const about = { format: FORMAT, model: describeModel(model) };
  return encodeSafetensors(modelTensors(model), { evenkeel: JSON.stringify(about) });
}
