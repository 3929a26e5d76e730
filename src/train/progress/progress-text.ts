import type { Metric, MetricUnit } from "../../model/metric.ts";
import { namedMetrics } from "../../model/named-metrics.ts";
import { type Epoch, numbersOf, type TestMeasures } from "../run/history.ts";
import type { TrainProgress } from "../train-options.ts";
import { duration } from "./duration.ts";

/** ████████░░░░ */
export function bar(share: number, width: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * width);
  return "█".repeat(full) + "░".repeat(width - full);
}

/** The share of a training run that is done. */
export function shareOf({ epoch, epochs, step, stepsPerEpoch }: TrainProgress): number {
  return (epoch - 1 + step / stepsPerEpoch) / epochs;
}

/** "epoch 2/5  loss 0.2311  accuracy 93.10 %  12 s left" */
export function stepLine({ epoch, epochs, train, remaining }: TrainProgress, units: Units): string {
  return `epoch ${epoch}/${epochs}  ${measures(train, units)}  ${duration(remaining)} left`;
}

/** "epoch 2/5  loss 0.2311  validation loss 0.2502  1.2 s" */
export function epochLine({ epoch, train, validation, seconds }: Epoch, epochs: number, units: Units): string {
  const held = validation === undefined ? "" : `  validation ${measures(validation, units)}`;
  return `epoch ${epoch}/${epochs}  ${measures(train, units)}${held}  ${seconds.toFixed(1)} s`;
}

/** "loss 0.2311  accuracy 93.10 %"; of a test the numbers alone. */
export function measures(values: TestMeasures, units: Units): string {
  return Object.entries(numbersOf(values))
    .map(
      ([name, value]) => `${name} ${units[name] === "share" ? `${(100 * value).toFixed(2)} %` : value.toPrecision(4)}`,
    )
    .join("  ");
}

/** The unit of each metric by its name; others, such as the loss, are numbers. */
export type Units = Readonly<Record<string, MetricUnit>>;

export function unitsOf(metrics: readonly Metric[]): Units {
  return Object.fromEntries(Object.entries(namedMetrics(metrics)).map(([name, { unit }]) => [name, unit]));
}
