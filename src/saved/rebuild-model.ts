import { EvenkeelError } from "../errors.ts";
import { expectBounded } from "../formats/bounded-description.ts";
import { damagedFile } from "../formats/damaged-file.ts";
import { sizeOf } from "../graph/shape.ts";
import type { BuiltLayer, Layer } from "../model/layer.ts";
import { isLayer } from "../model/layer.ts";
import type { ModelDescription } from "../predict/model-file.ts";
import { TrainedModel } from "../predict/trained-model.ts";
import type { Weights } from "../train/step/session.ts";
import type { ReadOptions } from "./read-options.ts";
import { lossOf, metricOf } from "./rebuild-measures.ts";

/**
 * The model of a description and its weights. `layerOf` makes its layers; `use`: losses and metrics of one's own.
 * @throws a run error where they do not fit one another.
 */
export function rebuildModel(
  { weights, ...description }: ModelDescription & { weights: Weights },
  where: string,
  layerOf: (spec: unknown) => Layer,
  use?: ReadOptions["use"],
): TrainedModel {
  expectBounded(description.layer, where);
  const { layer, built } = build(description, where, layerOf);
  expectTensors({ ...built.parameters, ...built.state }, weights, where);
  const extra = Object.keys(weights).find((name) => !(name in built.parameters || name in built.state));
  if (extra !== undefined) throw damagedFile(where, "only the weights of the model", `one more: ${extra}`);
  const { loss, metrics, predictions } = description;
  return new TrainedModel({
    ...description,
    layer,
    weights,
    loss: loss && lossOf(loss, predictions, where, use),
    metrics: metrics?.map((metric) => metricOf(metric, where, use)),
  });
}

/** @throws a run error unless there are as many numbers of each name as a model has. */
export function expectTensors(specs: BuiltLayer["parameters"], given: Weights, where: string): void {
  for (const [name, { shape }] of Object.entries(specs)) {
    const length = Object.hasOwn(given, name) ? given[name].length : undefined;
    if (length !== sizeOf(shape))
      throw damagedFile(where, `${sizeOf(shape)} numbers of ${name}`, length === undefined ? "none" : String(length));
  }
}

function build({ layer: spec, inputShape }: ModelDescription, where: string, layerOf: (spec: unknown) => Layer) {
  try {
    const layer = layerOf(spec);
    if (!isLayer(layer)) throw new Error("another kind of trick");
    return { layer, built: layer.build(inputShape) };
  } catch (cause) {
    if (cause instanceof EvenkeelError && cause.kind === "run") throw cause;
    throw damagedFile(
      where,
      "layers that fit one another",
      cause instanceof Error ? cause.message : String(cause),
      cause,
    );
  }
}
