import { usageError } from "../errors.ts";
import { show } from "../options/show.ts";
import type { Metric } from "./metric.ts";
import type { Predicted } from "./predicted.ts";

/**
 * The value of a metric over a whole set.
 * @throws a usage error unless it is a number; NaN is one.
 */
export function measureWhole(metric: Metric, predicted: Predicted): number {
  const value: unknown = metric.measure?.(predicted);
  if (typeof value === "number") return value;
  throw usageError({
    where: `metric ${metric.name}`,
    expected: "a number from measure(predicted)",
    received: value instanceof Promise ? "a promise" : show(value),
  });
}
