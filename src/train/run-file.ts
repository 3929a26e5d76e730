import { encodeSafetensors } from "../model/safetensors.ts";
import type { Run } from "./run.ts";

/** The first version of what stands in the file's metadata. */
const FORMAT = 1;

/** A run as the bytes of a safetensors file: tensors as model/… and training/…, the rest as JSON in its metadata. */
export function encodeRun({ model, history, test, stopped, recipe, state, seconds, backend }: Run): Uint8Array {
  const { layer, inputShape, scale, weights, classes, logits } = model.parts;
  const about = {
    format: FORMAT,
    model: { layer, inputShape, scale, classes, logits },
    recipe,
    history,
    test,
    stopped,
    seconds,
    backend,
  };
  return encodeSafetensors(
    {
      ...Object.fromEntries(Object.entries(weights).map(([name, data]) => [`model/${name}`, data])),
      ...Object.fromEntries(Object.entries(state).map(([name, data]) => [`training/${name}`, data])),
    },
    { evenkeel: JSON.stringify(about) },
  );
}
