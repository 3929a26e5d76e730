import type { DatasetPart, NumberArray, Samples } from "../../data/dataset.ts";
import type { LinearScale } from "../../data/scaling.ts";
import { mapTensors } from "../../graph/map-tensors.ts";
import type { Storage } from "../../graph/primitives.ts";
import { input, type Tensor, variable } from "../../graph/tensor.ts";
import { applyScale, scaleOf } from "../../model/apply-scale.ts";
import type { Loss } from "../../model/loss.ts";
import { measureBatch } from "../../model/measure-batch.ts";
import type { BatchMetric, Metric } from "../../model/metric.ts";
import { namedMetrics } from "../../model/named-metrics.ts";
import { defined } from "../../options/defined.ts";

/** Where the lists of the scale of inputs are on the device. */
export const SCALE = "data/scale";

/** The inputs, changed and scaled, and the targets of the samples whose numbers are fed. */
export function traceBatch(
  { part, samples: { inputs, targets }, scale }: { part: DatasetPart; samples: Samples; scale: LinearScale },
  size: number,
  change = (rows: Tensor) => rows,
): { x: Tensor; y: Tensor } {
  const indices = input("indices", [size], "uint32");
  const rows = variable(`data/${part}/inputs`, inputs.shape, storageOf(inputs.data)).gather(indices);
  const y = variable(`data/${part}/targets`, targets.shape, storageOf(targets.data)).gather(indices);
  return { x: applyScale(change(rows), scaleOf(SCALE, scale, inputs.shape.slice(1))), y };
}

/**
 * What is measured of a batch: its loss, the metrics that are means over batches, but for those that are measured `exact`ly
 * elsewhere, and how much its loss counts, where that is not its size.
 */
export function traceMeasures(
  { loss, metrics, exact = [] }: { loss: Loss; metrics: readonly Metric[]; exact?: readonly Metric[] },
  output: Tensor,
  y: Tensor,
  value = loss.compute(output, y),
): Record<string, Tensor> {
  return {
    loss: value,
    ...loss.heads?.each(output, y),
    ...mapTensors(meansOf(metrics, exact), (metric) => measureBatch(metric, output, y)),
    ...defined({ lossWeight: loss.weight(output, y) }),
  };
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
