import * as v from "valibot";
import { TASKS } from "../data/task.ts";
import { checked } from "../formats/checked.ts";
import type { Description } from "../formats/evenkeel-file.ts";
import { OUTPUT_MEANINGS } from "../model/output-meaning.ts";
import type { MODEL_KEYS } from "./model-keys.ts";
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
} satisfies Record<(typeof MODEL_KEYS)[number], v.GenericSchema>);

export type ModelDescription = v.InferOutput<typeof modelSchema>;

/** The description of a model, from a file. @throws a run error if it does not follow the schema. */
export function modelDescription({ model }: Description, where: string): ModelDescription {
  return checked(modelSchema, model, "the description of a model", where);
}
