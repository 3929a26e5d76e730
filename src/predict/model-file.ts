import * as v from "valibot";
import { TASKS } from "../data/task.ts";
import { checked, described } from "../formats/described.ts";
import { type Description, encodeFile, prefixed } from "../formats/evenkeel-file.ts";
import { type Shape, sizeOf } from "../graph/shape.ts";
import { OUTPUT_MEANINGS } from "../model/output-meaning.ts";
import type { TrainedModelParts } from "./model-parts.ts";
import { tableEncoding } from "./table-encoding-schema.ts";

const finite = v.pipe(v.number(), v.finite());
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const part = { name: v.string(), shape: v.array(whole) };
/** One number, or one for each feature or channel. */
const numbers = v.union([finite, v.array(finite)]);
const scale = v.object({ subtract: numbers, multiply: numbers });

const trick = v.looseObject({ name: v.string() });

/**
 * The description of a model, saved beside its weights: a key for each of its parts. A new part is a line here, optional, so
 * that files of earlier versions can be read; keys of later versions are ignored.
 */
const modelSchema = v.object({
  /** As JSON. */
  layer: v.unknown(),
  inputShape: v.array(whole),
  scale,
  inputRange: v.optional(v.tuple([finite, finite])),
  classes: v.optional(v.array(v.string())),
  layout: v.optional(
    v.object({
      inputs: v.exactOptional(v.array(v.object({ ...part, bytes: v.exactOptional(v.literal(true)) }))),
      targets: v.exactOptional(v.array(v.object({ ...part, classes: v.exactOptional(v.array(v.string())) }))),
    }),
  ),
  columns: v.optional(tableEncoding),
  task: v.optional(v.picklist(TASKS)),
  targetScale: v.optional(scale),
  logits: v.boolean(),
  predictions: v.optional(v.picklist(OUTPUT_MEANINGS)),
  /** As JSON. */
  loss: v.optional(trick),
  metrics: v.optional(v.array(trick)),
  relaxedSimd: v.optional(v.boolean()),
  winograd: v.optional(v.boolean()),
});

export type ModelDescription = v.InferOutput<typeof modelSchema>;

/** The description of a model in a file. */
export function describeModel(parts: TrainedModelParts): ModelDescription {
  return described(modelSchema, parts);
}

/** The description of a model, from a file. @throws a run error if it does not follow the schema. */
export function modelDescription({ model }: Description, where: string): ModelDescription {
  return checked(modelSchema, model, "the description of a model", where);
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
