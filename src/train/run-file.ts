import { decodeSafetensors, encodeSafetensors } from "../model/safetensors.ts";
import type { Run } from "./run.ts";
import type { Weights } from "./session.ts";

/** The version of what stands in the file's metadata. */
export const FORMAT = 1;

/** A run as the bytes of a safetensors file: tensors as model/… and training/…, the rest as JSON in its metadata. */
export function encodeRun({
  model,
  history,
  signals,
  test,
  stopped,
  steps,
  skippedSteps,
  recipe,
  state,
  seconds,
  backend,
}: Run): Uint8Array {
  const { layer, inputShape, scale, weights, classes, logits, relaxedSimd } = model.parts;
  const { loss, optimizer, metrics, callbacks, epochs, batchSize, seed } = recipe;
  const about = {
    format: FORMAT,
    model: { layer, inputShape, scale, classes, logits, relaxedSimd },
    recipe: { loss, optimizer, metrics, callbacks, epochs, batchSize, seed },
    history,
    signals,
    test,
    stopped,
    steps,
    skippedSteps,
    seconds,
    backend,
  };
  return encodeSafetensors(
    { ...prefixed("model/", weights), ...prefixed("training/", state) },
    { evenkeel: JSON.stringify(about) },
  );
}

/** What `encodeRun` wrote: the description as it was, and the tensors of the model and of the training. */
export function decodeRun(bytes: Uint8Array, where: string): { about: unknown; weights: Weights; state: Weights } {
  const { tensors, metadata } = decodeSafetensors(bytes, where);
  return {
    about: metadata.evenkeel === undefined ? undefined : JSON.parse(metadata.evenkeel),
    weights: withPrefix("model/", tensors),
    state: withPrefix("training/", tensors),
  };
}

function prefixed(prefix: string, weights: Weights): Weights {
  return Object.fromEntries(Object.entries(weights).map(([name, data]) => [prefix + name, data]));
}

function withPrefix(prefix: string, weights: Weights): Weights {
  return Object.fromEntries(
    Object.entries(weights).flatMap(([name, data]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), data]] : [],
    ),
  );
}
