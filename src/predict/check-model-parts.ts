import * as v from "valibot";
import { OUTPUT_MEANINGS } from "../model/output-meaning.ts";
import { isPlainObject } from "../options/plain-object.ts";
import { custom, instanceOption, optional, resolveOptions } from "../options.ts";

const extents = v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(0)));
const numbers = v.union([v.number(), v.array(v.number())]);
const scale = v.object({ subtract: numbers, multiply: numbers });

const PARTS = {
  layer: instanceOption("layers"),
  inputShape: custom(extents, undefined, "the shape of one input, a list of whole numbers"),
  scale: custom(scale, undefined, "{ subtract, multiply }"),
  targetScale: optional(custom(scale, undefined, "{ subtract, multiply }")),
  weights: custom(v.custom<object>(isPlainObject), undefined, "numbers by the names of the parameters"),
  classes: optional(custom(v.array(v.string()), undefined, "a list of names")),
  loss: optional(instanceOption("losses")),
  predictions: optional(custom(v.picklist(OUTPUT_MEANINGS), undefined, `one of ${OUTPUT_MEANINGS.join(", ")}`)),
  logits: custom(v.boolean(), undefined, "true or false"),
};

/** Demands the parts of a trained model; additional keys are allowed. */
export function checkModelParts(parts: unknown): void {
  const given = isPlainObject(parts) ? Object.entries(parts).filter(([key]) => Object.hasOwn(PARTS, key)) : undefined;
  resolveOptions("TrainedModel", PARTS, given === undefined ? (parts as object) : Object.fromEntries(given));
}
