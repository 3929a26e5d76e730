import * as v from "valibot";
import { runError } from "../errors.ts";
import { expectBytes } from "../expect-array.ts";
import { readFileWhole } from "../files.ts";
import { fromSpec } from "../from-spec.ts";
import { type Shape, sizeOf } from "../graph/shape.ts";
import type { Layer } from "../model/layer.ts";
import { FORMAT } from "../model/model-file.ts";
import { TrainedModel } from "../model/trained-model.ts";
import { decodeRun } from "./run-file.ts";
import type { Weights } from "./session.ts";

const modelSchema = v.object({
  layer: v.unknown(),
  inputShape: v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
  scale: v.object({ subtract: v.number(), multiply: v.number() }),
  inputRange: v.optional(v.tuple([v.number(), v.number()])),
  classes: v.optional(v.array(v.string())),
  logits: v.boolean(),
  relaxedSimd: v.optional(v.boolean()),
});

/**
 * Reads a model that `model.save` wrote, or the model of a run that `run.save` wrote (Node.js). Files are data only: the
 * layers are those of a closed list.
 * @throws a run error for a file that is missing, damaged, or of another kind or version.
 */
export async function loadModel(path: string): Promise<TrainedModel> {
  return readModel(await readFileWhole(path), path);
}

/** A saved model from its bytes; `where` names them in errors. */
export function readModel(bytes: Uint8Array, where = "saved model"): TrainedModel {
  expectBytes(bytes);
  const { about, weights } = decodeRun(bytes, where);
  checkFormat(about, where);
  return modelOf(about.model, weights, where);
}

/** @throws a run error for a file of another kind or version. */
export function checkFormat(about: unknown, where: string): asserts about is { format: number; model: unknown } {
  const format = (about as { format?: unknown } | undefined)?.format;
  if (format === FORMAT) return;
  throw runError({
    where,
    expected: `a run or a model that evenkeel saved, of format ${FORMAT}`,
    received: about === undefined ? "a safetensors file of another kind" : `format ${format}`,
  });
}

/**
 * The model of a description and its weights.
 * @throws a run error where they do not fit one another.
 */
export function modelOf(description: unknown, weights: Weights, where: string): TrainedModel {
  const result = v.safeParse(modelSchema, description);
  if (!result.success) throw damaged(where, "the description of a model", result.issues[0].message);
  const layer = fromSpec("layers", result.output.layer);
  checkWeights(layer, result.output.inputShape, weights, where);
  return new TrainedModel({ ...result.output, layer, weights });
}

function checkWeights(layer: Layer, inputShape: Shape, weights: Weights, where: string): void {
  const { parameters, state } = layer.build(inputShape);
  for (const [name, { shape }] of Object.entries({ ...parameters, ...state })) {
    const length = weights[name]?.length;
    if (length !== sizeOf(shape))
      throw damaged(where, `${sizeOf(shape)} numbers of ${name}`, length === undefined ? "none" : String(length));
  }
}

function damaged(where: string, expected: string, received: string): Error {
  return runError({ where, expected, received, fix: "The file is damaged or of another kind; use an earlier copy." });
}
