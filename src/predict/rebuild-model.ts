import { featureCount } from "../data/table/features-of.ts";
import { errorText } from "../error-text.ts";
import { EvenkeelError } from "../errors.ts";
import { expectBounded } from "../formats/bounded-description.ts";
import { damagedFile } from "../formats/damaged-file.ts";
import type { Weights } from "../formats/weights.ts";
import { sizeOf } from "../graph/shape.ts";
import { expectBuildable } from "../model/checks/expect-buildable.ts";
import { defaultMetrics } from "../model/default-metrics.ts";
import { type BuiltLayer, isLayer, type Layer } from "../model/layer.ts";
import type { Loss } from "../model/loss.ts";
import type { Metric } from "../model/metric.ts";
import type { ModelDescription } from "./model-description.ts";
import { TrainedModel } from "./trained-model.ts";

/** What makes the tricks of a model out of their descriptions. */
export interface ModelTricks {
  layer(spec: unknown): Layer;
  loss(spec: NonNullable<ModelDescription["loss"]>, predictions: ModelDescription["predictions"]): Loss;
  metrics(specs: NonNullable<ModelDescription["metrics"]>): readonly Metric[];
}

/**
 * The model of a description and its weights.
 * @throws a run error where they do not fit one another.
 */
export function rebuildModel(
  { weights, ...description }: ModelDescription & { weights: Weights },
  where: string,
  tricks: ModelTricks,
): TrainedModel {
  expectBounded(description.layer, where);
  const { layer, built } = build(description, where, tricks);
  expectColumns(description, where);
  expectTensors({ ...built.parameters, ...built.state }, weights, where);
  const extra = Object.keys(weights).find((name) => !(name in built.parameters || name in built.state));
  if (extra !== undefined) throw damagedFile(where, "only the weights of the model", `one more: ${extra}`);
  const { loss, metrics, predictions } = description;
  const model = new TrainedModel({
    ...description,
    layer,
    weights,
    loss: loss && tricks.loss(loss, predictions),
    metrics: metrics && tricks.metrics(metrics),
  });
  return metrics === undefined ? withUsualMetrics(model) : model;
}

/** Files of earlier versions name no metrics. */
function withUsualMetrics({ loss, outputShape, parts }: TrainedModel): TrainedModel {
  const { classes, task } = parts;
  const metrics = defaultMetrics({ loss, outputs: sizeOf(outputShape), classes, task });
  return new TrainedModel({ ...parts, metrics });
}

/** @throws a run error for columns that do not make as many features as the model takes. */
function expectColumns({ columns, inputShape }: ModelDescription, where: string): void {
  if (columns === undefined || String(inputShape) === String(featureCount(columns))) return;
  throw damagedFile(where, `columns of ${inputShape} features`, String(featureCount(columns)));
}

/** @throws a run error unless there are as many numbers of each name as a model has. */
export function expectTensors(specs: BuiltLayer["parameters"], given: Weights, where: string): void {
  for (const [name, { shape }] of Object.entries(specs)) {
    const length = Object.hasOwn(given, name) ? given[name].length : undefined;
    if (length !== sizeOf(shape))
      throw damagedFile(where, `${sizeOf(shape)} numbers of ${name}`, length === undefined ? "none" : String(length));
  }
}

function build({ layer: spec, inputShape }: ModelDescription, where: string, tricks: ModelTricks) {
  try {
    const layer = tricks.layer(spec);
    if (!isLayer(layer)) throw new Error("another kind of trick");
    expectBuildable("layer", [layer]);
    return { layer, built: layer.build(inputShape) };
  } catch (cause) {
    if (cause instanceof EvenkeelError && cause.kind === "run") throw cause;
    throw damagedFile(where, "layers that fit one another", errorText(cause), cause);
  }
}
