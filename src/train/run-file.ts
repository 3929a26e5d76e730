import { describeModel, FORMAT, modelTensors } from "../model/model-file.ts";
import { decodeSafetensors, encodeSafetensors } from "../model/safetensors.ts";
import type { Run } from "./run.ts";
import type { Weights } from "./session.ts";

/** A run as the bytes of a safetensors file: tensors as model/… and training/…, the rest as JSON in its metadata. */
export function encodeRun({
  model,
  history,
  signals,
  test,
  stopped,
  steps,
  skippedSteps,
  sums,
  capacity,
  recipe,
  state,
  seconds,
  backend,
}: Run): Uint8Array {
  const { loss, optimizer, metrics, callbacks, augmentation, epochs, batchSize, seed, samples } = recipe;
  const about = {
    format: FORMAT,
    model: describeModel(model),
    recipe: { loss, optimizer, metrics, callbacks, augmentation, epochs, batchSize, seed, samples },
    history,
    signals,
    test,
    stopped,
    steps,
    skippedSteps,
    sums,
    capacity,
    seconds,
    backend,
  };
  return encodeSafetensors(
    { ...modelTensors(model), ...prefixed("training/", state) },
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
