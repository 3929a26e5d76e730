import * as v from "valibot";
import { checked, described } from "../formats/described.ts";
import { type Description, encodeFile, prefixed } from "../formats/evenkeel-file.ts";
import { type Shape, sizeOf } from "../graph/shape.ts";
import { PREDICTION_NAMES } from "../model/output-meaning.ts";
import type { TrainedModel } from "./trained-model.ts";

const finite = v.pipe(v.number(), v.finite());
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const trick = v.looseObject({ name: v.string() });

/**
 * What is saved of a model beside its weights: a key for each of its parts. A new part is a line here, optional, so that
 * earlier files are still read; keys of later versions are left aside.
 */
const modelSchema = v.object({
  /** As JSON. */
  layer: v.unknown(),
  inputShape: v.array(whole),
  scale: v.object({ subtract: finite, multiply: finite }),
  inputRange: v.optional(v.tuple([finite, finite])),
  classes: v.optional(v.array(v.string())),
  logits: v.boolean(),
  predictions: v.optional(v.picklist(PREDICTION_NAMES)),
  /** As JSON. */
  loss: v.optional(trick),
  metrics: v.optional(v.array(trick)),
  relaxedSimd: v.optional(v.boolean()),
  winograd: v.optional(v.boolean()),
});

export type ModelDescription = v.InferOutput<typeof modelSchema>;

/** What is saved of a model beside its weights. */
export function describeModel({ parts }: TrainedModel): ModelDescription {
  return described(modelSchema, parts);
}

/** What a file says of a model. @throws a run error where it is not as described. */
export function modelDescription({ model }: Description, where: string): ModelDescription {
  return checked(modelSchema, model, "the description of a model", where);
}

/** The weights of a model under the names that they have in a file. */
export function modelTensors({ parts: { weights } }: TrainedModel): typeof weights {
  return prefixed("model/", weights);
}

/** The shapes of the weights of a model, where there are as many numbers as it has. */
export function modelShapes({ parts: { layer, inputShape, weights } }: TrainedModel): Record<string, Shape> {
  const { parameters, state } = layer.build(inputShape);
  const specs = Object.entries({ ...parameters, ...state });
  const known = specs.filter(([name, { shape }]) => weights[name]?.length === sizeOf(shape));
  return Object.fromEntries(known.map(([name, { shape }]) => [name, shape]));
}

/** A model as the bytes of a file. */
export function encodeModel(model: TrainedModel): Uint8Array<ArrayBuffer> {
  return encodeFile({ model: describeModel(model) }, modelTensors(model), prefixed("model/", modelShapes(model)));
}
