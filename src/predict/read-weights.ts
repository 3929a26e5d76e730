import type { HostArray } from "../backend/backend.ts";
import type { NumberArray, Values } from "../data/samples.ts";
import { usageError } from "../errors.ts";
import { readFileWhole } from "../files.ts";
import { decodeSafetensors } from "../formats/decode-safetensors.ts";
import { decodeFile, expectIntact, withPrefix } from "../formats/evenkeel-file.ts";
import { type GivenTensor, givenTensor } from "../formats/given-tensor.ts";
import type { Shape } from "../graph/shape.ts";
import { isPlainObject } from "../options/plain-object.ts";
import { refused } from "../options.ts";
import { isInstance } from "../trick/instance.ts";
import { modelDescription } from "./model-description.ts";
import { modelShapes } from "./model-file.ts";
import type { TrainedModelParts } from "./model-parts.ts";

/**
 * Where weights come from: a trained model or a run, the path of a file of either or of a safetensors file (Node.js), or tensors
 * by the names that the model has for them, as `importWeights` and `initialWeights` give them.
 */
export type WeightsSource =
  | string
  | Trained
  | { readonly model: Trained }
  | Readonly<Record<string, Values | NumberArray>>;

/** A trained model, as far as its weights are concerned. */
interface Trained {
  readonly parts: TrainedModelParts;
}

/** Tensors by name, and what is known of the model that they come from. */
export interface GivenWeights {
  tensors: Record<string, GivenTensor>;
  from?: Pick<TrainedModelParts, "inputShape" | "scale" | "targetScale" | "columns"> | undefined;
}

/**
 * The tensors of a source. No layer is built for a file, so that it may have layers of your own.
 * @param where what errors name.
 * @throws a usage error for what is no source, a run error for a file that is missing or damaged.
 */
export async function readWeights(where: string, source: WeightsSource): Promise<GivenWeights> {
  if (typeof source === "string" && source !== "") return weightsOfFile(source);
  const model = modelIn(source);
  if (model !== undefined) {
    const shapes = modelShapes(model.parts);
    return { tensors: withShapes(model.parts.weights, shapes), from: model.parts };
  }
  if (isInstance(source))
    throw usageError({
      where,
      expected: "trained weights",
      received: `${source.name}(…), which is not trained`,
      fix: "Give (await train(model, data)).model, or initialWeights(model, inputShape).",
    });
  if (!isPlainObject(source))
    throw refused(where, "a trained model, a run, the path of a file, or numbers by name", source);
  return {
    tensors: Object.fromEntries(
      Object.entries(source).map(([name, one]) => [name, givenTensor(`${where}: ${name}`, one)]),
    ),
  };
}

function modelIn(source: unknown): Trained | undefined {
  const { model } = (source ?? {}) as { model?: unknown };
  return [source, model].find(isTrained);
}

function isTrained(value: unknown): value is Trained {
  const { parts } = (value ?? {}) as Partial<Trained>;
  return typeof parts === "object" && isInstance(parts.layer) && isPlainObject(parts.weights);
}

async function weightsOfFile(path: string): Promise<GivenWeights> {
  return weightsOfBytes(path, await readFileWhole(path, "Give what readModel or readSafetensors makes of its bytes."));
}

/** The tensors of a safetensors file, or of a saved model or run. @throws a run error for a damaged one. */
export function weightsOfBytes(where: string, bytes: Uint8Array): GivenWeights {
  const decoded = decodeSafetensors(bytes, where);
  const { tensors, metadata } = decoded;
  if (metadata.evenkeel === undefined) {
    expectIntact(decoded, where); // it may be ours, with a damaged key
    return { tensors };
  }
  const { description } = decodeFile(bytes, where);
  const known = Object.entries(withPrefix("model/", tensors)).map(([name, { data, shape }]) => [
    name,
    { data, shape: shape.length === 1 ? undefined : shape }, // where it was not known, it was written flat
  ]);
  return { tensors: Object.fromEntries(known), from: modelDescription(description, where) };
}

function withShapes(weights: Readonly<Record<string, HostArray>>, shapes: Readonly<Record<string, Shape>>) {
  return Object.fromEntries(Object.entries(weights).map(([name, data]) => [name, { data, shape: shapes[name] }]));
}
