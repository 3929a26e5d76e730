import { type DeviceOptions, deviceOptions, openDevice } from "../backend/open.ts";
import { checkDataset } from "../data/checks/check-dataset.ts";
import { hintsAboutIndices } from "../data/checks/check-indices.ts";
import { checkLayout } from "../data/checks/check-layout.ts";
import { checkTargets } from "../data/checks/check-targets.ts";
import { expectSamples } from "../data/checks/expect-dataset.ts";
import { hintsAboutInputs } from "../data/checks/hints.ts";
import { withNames } from "../data/checks/with-names.ts";
import { type Dataset, inputShape, type Samples, sampleCount } from "../data/dataset.ts";
import { expectSameEncoding } from "../data/table/encoded-by.ts";
import { EvenkeelError, elsewhere, usageError } from "../errors.ts";
import { sizeOf } from "../graph/shape.ts";
import { checkMetrics } from "../model/checks/check-metrics.ts";
import { indicesOf } from "../model/checks/first-layers.ts";
import { defaultMetrics } from "../model/default-metrics.ts";
import { boundLoss, boundMetrics } from "../model/heads/bound-to.ts";
import type { BuiltLayer } from "../model/layer.ts";
import type { Loss } from "../model/loss.ts";
import type { Metric } from "../model/metric.ts";
import { identity } from "../optimize/compose/combinators.ts";
import { defined } from "../options/defined.ts";
import { type Checks, count, instanceOption, instancesOption, optional, resolveOptions } from "../options.ts";
import { expectTrained } from "../predict/expect-trained.ts";
import type { TrainedModel } from "../predict/trained-model.ts";
import { sayOnce } from "../say-once.ts";
import { checkOutputs } from "./prepare/check-training.ts";
import { checkWeights } from "./prepare/check-weights.ts";
import { checkHeads, headsOf } from "./prepare/heads-of.ts";
import type { Evaluated } from "./run/history.ts";
import { TrainingSession } from "./step/session.ts";

/** How a model is evaluated. Everything may be left out. */
export interface EvaluateOptions extends DeviceOptions {
  /**
   * The loss that the model was trained with, by default. Where targets were scaled for training, it is in scaled units, as it
   * was there; metrics are in the units of the targets.
   */
  loss?: Loss | undefined;
  /**
   * What is measured beside the loss: by default what the model was trained with; with another loss, the usual metrics of that loss.
   */
  metrics?: readonly Metric[] | undefined;
  /** Samples computed at once; 256 by default. */
  batchSize?: number | undefined;
}

export const OPTIONS = {
  ...deviceOptions,
  loss: optional(instanceOption("losses")),
  metrics: optional(instancesOption("metrics", "losses")),
  batchSize: count(256),
} satisfies Checks<EvaluateOptions>;

/**
 * The mean loss and metrics of a model over samples, as a run measures them, with the confusion matrix of classes, and what
 * computed them (`backend`). The loss and the metrics are those that the model was trained with, unless others are given.
 * @param samples inputs [n, …] and targets [n] or [n, outputs], as a dataset has them.
 * @throws a usage error for samples that do not fit the model or the loss.
 * @example
 * const { loss, accuracy } = await evaluate(run.model, data.test);
 */
export async function evaluate(
  model: TrainedModel,
  samples: Samples,
  options: EvaluateOptions = {},
): Promise<Evaluated> {
  expectTrained("evaluate: model", model);
  expectSamples("evaluate: samples", samples);
  const { batchSize } = resolveOptions("evaluate", OPTIONS, options);
  const { layer, scale, targetScale, weights, classes, task, layout, relaxedSimd, winograd } = model.parts;
  const built = layer.build(model.parts.inputShape);
  const loss = boundLoss("evaluate", options.loss ?? model.loss, built, layout?.targets);
  const learned = { loss, outputs: sizeOf(model.outputShape), classes, task };
  const asked =
    options.metrics ??
    (options.loss === undefined ? model.parts.metrics && model.metrics : undefined) ??
    defaultMetrics(learned);
  const metrics = boundMetrics("evaluate", asked, loss, built, layout?.targets);
  if (options.metrics !== undefined) checkMetrics(metrics, learned, "evaluate");
  if (model.columns !== undefined) expectSameEncoding("evaluate: samples", samples, model.columns, classes);
  if (String(inputShape(samples)) !== String(model.parts.inputShape))
    throw usageError({
      where: "evaluate: samples",
      expected: `inputs [n, ${model.parts.inputShape.join(", ")}]`,
      received: `[${samples.inputs.shape.join(", ")}]`,
    });
  const data = checked(samples, defined({ classes, layout, columns: model.columns }), loss, built);
  sayOnce([
    ...hintsAboutIndices(data.train, indicesOf(layer)),
    ...hintsAboutInputs(data.train.inputs.data, model.parts.inputRange, model.parts),
  ]);
  const parts = {
    model: built,
    data: { test: data.train, ...defined({ classes, task }) },
    scale,
    targetScale,
    loss,
    metrics,
    seed: 1,
    optimizer: identity, // takes no step
    callbacks: [],
    progress: {},
  };
  const measured = async (on: DeviceOptions, lost?: string): Promise<Evaluated> => {
    const device = await openDevice({ ...defined({ relaxedSimd, winograd }), ...on });
    try {
      const session = await TrainingSession.open({ device, ...parts }, weights);
      const atOnce = Math.min(batchSize, sampleCount(samples));
      if (on.backend === "auto") return await (await import("./on-one-device.ts")).onOneDevice(session, device, atOnce);
      const test = await session.evaluate("test", atOnce);
      return Object.assign(test, {
        backend: device.description + (lost === undefined ? "" : ` (auto: ${lost} was lost)`),
      });
    } finally {
      await device.close();
    }
  };
  if (options.backend !== "auto") return measured(options);
  return (await import("../backend/wasm-where-lost.ts")).wasmWhereLost("evaluate", options, measured);
}

/** The samples as a checked dataset; errors name the samples. */
function checked(
  samples: Samples,
  about: Pick<Dataset, "classes" | "columns" | "layout">,
  loss: Loss,
  model: BuiltLayer,
): Dataset {
  const given = { name: "evaluate", train: samples, ...about };
  try {
    const data = checkDataset(given);
    checkLayout(data);
    checkHeads(headsOf(model, loss, data), (head) => {
      checkOutputs(head.data, head.loss, head.outputShape);
      checkTargets(head.data, head.loss);
    });
    checkWeights(data, loss);
    return data;
  } catch (error) {
    if (!(error instanceof EvenkeelError)) throw error;
    throw elsewhere(
      withNames(error, given),
      error.where.replace("evaluate.train", "evaluate: samples").replace(/^train:/, "evaluate:"),
    );
  }
}
