import type { DatasetPart, NumberArray, Samples } from "../../data/dataset.ts";
import { type LinearScale, UNSCALED } from "../../data/scaling.ts";
import { mapTensors } from "../../graph/map-tensors.ts";
import type { Storage } from "../../graph/primitives.ts";
import { input, type Tensor, variable } from "../../graph/tensor.ts";
import { applyScale, removeScale, scaleLists, scaleOf } from "../../model/apply-scale.ts";
import type { Loss } from "../../model/loss.ts";
import { measureBatch } from "../../model/measure-batch.ts";
import type { BatchMetric, Metric } from "../../model/metric.ts";
import { namedMetrics } from "../../model/named-metrics.ts";
import { defined } from "../../options/defined.ts";
import { scaleOfTargets } from "./scale-of-targets.ts";
import type { SessionParts } from "./session-parts.ts";

/** Where the lists of the scales of inputs, of outputs and of targets are on the device. */
const SCALE = "data/scale";
const OUTPUT_SCALE = "data/outputScale";
const TARGET_SCALE = "data/targetScale";

/** The lists of all scales, by the names of their variables. */
export function listsOf(parts: Pick<SessionParts, "scale" | "targetScale" | "loss">): Record<string, Float32Array> {
  const { scale, targetScale = UNSCALED } = parts;
  return {
    ...scaleLists(SCALE, scale),
    ...scaleLists(OUTPUT_SCALE, targetScale),
    ...scaleLists(TARGET_SCALE, scaleOfTargets(parts) ?? UNSCALED),
  };
}

/** How inputs are scaled, and how targets were. */
interface Scaled {
  scale: LinearScale;
  targetScale?: LinearScale | undefined;
}

/** The inputs, changed and scaled, and the targets of the samples whose numbers are fed. */
export function traceBatch(
  { part, samples, scale, targetScale }: Scaled & { part: DatasetPart; samples: Samples },
  size: number,
  change = (rows: Tensor) => rows,
): { x: Tensor; y: Tensor; weights: Tensor | undefined } {
  const { inputs, targets, weights } = samples;
  const indices = input("indices", [size], "uint32");
  const rows = variable(`data/${part}/inputs`, inputs.shape, storageOf(inputs.data)).gather(indices);
  const y = variable(`data/${part}/targets`, targets.shape, targetStorage(targets.data, targetScale)).gather(indices);
  return {
    x: applyScale(change(rows), scaleOf(SCALE, scale, inputs.shape.slice(1))),
    y,
    weights: weights && variable(`data/${part}/weights`, [weights.length]).gather(indices),
  };
}

/**
 * What is measured of a batch: its loss, the metrics that are means over batches, but for those that are measured `exact`ly
 * elsewhere, and how much its loss counts, where that is not its size. The loss is of targets as they are scaled for training,
 * metrics are in the units in which they were given.
 */
export function traceMeasures(
  parts: Measured,
  output: Tensor,
  { y, weights }: { y: Tensor; weights: Tensor | undefined },
  value = parts.loss.compute(output, y, weights),
): Record<string, Tensor> {
  const { loss, metrics, exact = [], targetScale } = parts;
  const ownOutput = inOwnUnits(output, OUTPUT_SCALE, targetScale);
  const ownTarget = inOwnUnits(y, TARGET_SCALE, scaleOfTargets(parts));
  return {
    loss: value,
    ...loss.heads?.each(output, y, weights),
    ...mapTensors(meansOf(metrics, exact), (metric) => measureBatch(metric, ownOutput, ownTarget)),
    ...defined({ lossWeight: loss.weight(output, y, weights) }),
  };
}

function inOwnUnits(x: Tensor, name: string, scale: LinearScale | undefined): Tensor {
  return scale === undefined ? x : removeScale(x, scaleOf(name, scale, x.shape.slice(1)));
}

/** What a batch is measured by. */
interface Measured {
  loss: Loss;
  metrics: readonly Metric[];
  exact?: readonly Metric[];
  targetScale?: LinearScale | undefined;
}

/** How the targets lie on the device: scaled ones are no longer bytes or whole numbers. */
export function targetStorage(data: NumberArray, targetScale: LinearScale | undefined): Storage {
  return targetScale === undefined ? storageOf(data) : "float";
}

function meansOf(metrics: readonly Metric[], exact: readonly Metric[]): Record<string, BatchMetric> {
  const means = Object.entries(namedMetrics(metrics)).filter(
    (entry): entry is [string, BatchMetric] => entry[1].compute !== undefined && !exact.includes(entry[1]),
  );
  return Object.fromEntries(means);
}

/** How numbers lie on the device: as they lie on the host, where the device can. */
export function storageOf(data: NumberArray): Storage {
  if (data instanceof Uint8Array) return "uint8";
  if (data instanceof Int32Array) return "int32";
  return data instanceof Uint32Array ? "uint32" : "float";
}
