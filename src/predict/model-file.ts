import { described } from "../formats/described.ts";
import { encodeFile, prefixed } from "../formats/evenkeel-file.ts";
import { type Shape, sizeOf } from "../graph/shape.ts";
import type { ModelDescription } from "./model-description.ts";
import { MODEL_KEYS } from "./model-keys.ts";
import type { TrainedModelParts } from "./model-parts.ts";

/** The description of a model in a file. */
export function describeModel(parts: TrainedModelParts): ModelDescription {
  return described(MODEL_KEYS, parts);
}

/** The weights of a model under their names in a file. */
export function modelTensors({ weights }: TrainedModelParts): typeof weights {
  return prefixed("model/", weights);
}

/** The shapes of the weights, for those that have as many numbers as the model asks for. */
export function modelShapes({ layer, inputShape, weights }: TrainedModelParts): Record<string, Shape> {
  const { parameters, state } = layer.build(inputShape);
  const specs = Object.entries({ ...parameters, ...state });
  const known = specs.filter(([name, { shape }]) => weights[name]?.length === sizeOf(shape));
  return Object.fromEntries(known.map(([name, { shape }]) => [name, shape]));
}

/** A model as the bytes of a file. */
export function encodeModel(parts: TrainedModelParts): Uint8Array<ArrayBuffer> {
  return encodeFile({ model: describeModel(parts) }, modelTensors(parts), prefixed("model/", modelShapes(parts)));
}
