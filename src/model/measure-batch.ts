import { usageError } from "../errors.ts";
import { sizeOf } from "../graph/shape.ts";
import { Tensor } from "../graph/tensor.ts";
import { show } from "../options/show.ts";
import type { BatchMetric } from "./metric.ts";

/**
 * The value of a metric on a batch.
 * @throws a usage error unless it is one number, the plain mean over the batch.
 */
export function measureBatch(metric: BatchMetric, output: Tensor, target: Tensor): Tensor {
  const value: unknown = metric.compute(output, target);
  if (!(value instanceof Tensor) || sizeOf(value.shape) !== 1)
    throw usageError({
      where: `metric ${metric.name}`,
      expected: "one number for a batch, such as the result of .mean()",
      received: value instanceof Tensor ? `a tensor [${value.shape.join(", ")}]` : show(value),
    });
  if (metric.weight?.(output, target) !== undefined)
    throw usageError({
      where: `metric ${metric.name}`,
      expected: "a plain mean over the batch, so batches add up by their sizes",
      received: "a weighted mean",
      fix: "Use it as the loss, or leave its weights out.",
    });
  return value;
}
