import * as v from "valibot";
import { catalogue } from "../catalogue.ts";
import { runError } from "../errors.ts";
import { readFileWhole } from "../files.ts";
import { fromSpec } from "../from-spec.ts";
import { type Shape, sizeOf } from "../graph/shape.ts";
import type { Layer } from "../model/layer.ts";
import type { Loss } from "../model/loss.ts";
import type { Metric } from "../model/metric.ts";
import { missingLoss, missingMetric } from "../model/missing-loss.ts";
import { FORMAT } from "../model/model-file.ts";
import { PREDICTION_NAMES, type Predictions } from "../model/predictions.ts";
import { TrainedModel } from "../model/trained-model.ts";
import type { Spec } from "../trick.ts";
import { decodeRun } from "./run-file.ts";
import type { Weights } from "./session.ts";

const modelSchema = v.object({
  layer: v.unknown(),
  inputShape: v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
  scale: v.object({ subtract: v.number(), multiply: v.number() }),
  classes: v.optional(v.array(v.string())),
  logits: v.boolean(),
  relaxedSimd: v.optional(v.boolean()),
  winograd: v.optional(v.boolean()),
  predictions: v.optional(v.picklist(PREDICTION_NAMES)),
  loss: v.optional(v.looseObject({ name: v.string() })),
  metrics: v.optional(v.array(v.looseObject({ name: v.string() }))),
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
  const { loss, metrics, predictions } = result.output;
  const layer = fromSpec("layers", result.output.layer);
  checkWeights(layer, result.output.inputShape, weights, where);
  return new TrainedModel({
    ...result.output,
    layer,
    weights,
    loss: loss && lossOf(loss, predictions),
    metrics: metrics?.map(metricOf),
  });
}

/** A loss of the catalogue, or what stands for one that is not. */
function lossOf(spec: Spec, predictions: Predictions | undefined): Loss {
  return Object.hasOwn(catalogue.losses, spec.name) ? fromSpec("losses", spec) : missingLoss(spec, predictions);
}

/** A metric or loss of the catalogue, or what stands for one that is not. */
function metricOf(spec: Spec): Metric {
  if (Object.hasOwn(catalogue.losses, spec.name)) return fromSpec("losses", spec);
  return Object.hasOwn(catalogue.metrics, spec.name) ? fromSpec("metrics", spec) : missingMetric(spec);
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
