import { usageError } from "../errors.ts";
import type { Metric } from "../model/metric.ts";
import type { Monitor } from "../model/monitor.ts";
import { namedMetrics } from "../model/named-metrics.ts";
import { nearest } from "../options/nearest.ts";
import { show } from "../options/show.ts";
import { TRICK_NAMES } from "../trick/trick-names.ts";
import type { Epoch } from "./run/history.ts";

/** A measure that a run goes by: that of the validation set, or of the training set without one. */
export interface Monitored {
  /** Its name in the history: "loss", "rocAuc". */
  name: string;
  /** The set that it is measured on. */
  part: "validation" | "train";
  /** Whether a larger value is a better one. */
  higherIsBetter: boolean;
}

/** What the callbacks and schedules of a run may go by, and how it was after each epoch. */
export class Monitors {
  readonly #metrics: Readonly<Record<string, Metric>>;
  readonly #part: Monitored["part"];
  readonly #epochs: Epoch[] = [];
  /** By name: the values so far as numbers to make small. */
  readonly #falling = new Map<string, number[]>();

  constructor(metrics: readonly Metric[], hasValidation: boolean) {
    this.#metrics = namedMetrics(metrics);
    this.#part = hasValidation ? "validation" : "train";
  }

  /** @throws a usage error for what is not measured on the set that runs go by, with what is. */
  find(where: string, monitor: Monitor = "loss"): Monitored {
    const name = typeof monitor === "string" ? monitor : this.#nameOf(monitor);
    const metric = this.#named(name);
    if (name !== "loss" && !this.#isMeasured(metric)) throw this.#notMeasured(where, name);
    return { name, part: this.#part, higherIsBetter: metric?.higherIsBetter ?? false };
  }

  /** The values after each epoch so far, as numbers to make small: negative where a larger one is better. It grows. */
  falling(where: string, monitor?: Monitor): readonly number[] {
    const monitored = this.find(where, monitor);
    const known = this.#falling.get(monitored.name);
    if (known !== undefined) return known;
    const values = this.#epochs.flatMap((epoch) => fallingValue(epoch, monitored));
    this.#falling.set(monitored.name, values);
    return values;
  }

  /** One more epoch has ended. */
  add(epoch: Epoch): void {
    this.#epochs.push(epoch);
    for (const [name, values] of this.#falling) values.push(...fallingValue(epoch, this.find("train", name)));
  }

  #named(name: string): Metric | undefined {
    return Object.hasOwn(this.#metrics, name) ? this.#metrics[name] : undefined;
  }

  /** The name of a metric of the run, by which it stands in the history. */
  #nameOf(metric: Metric): string {
    const text = JSON.stringify(metric);
    return Object.entries(this.#metrics).find(([, own]) => JSON.stringify(own) === text)?.[0] ?? metric.name;
  }

  #isMeasured(metric: Metric | undefined): boolean {
    return metric !== undefined && (this.#part === "validation" || metric.compute !== undefined);
  }

  #notMeasured(where: string, name: string): Error {
    const names = ["loss", ...Object.keys(this.#metrics).filter((one) => this.#isMeasured(this.#named(one)))];
    return usageError({
      where: `${where}: monitor`,
      expected: `what is measured on the ${this.#part === "train" ? "training" : "validation"} set: ${names.join(", ")}`,
      received: show(name),
      fix: this.#fixFor(name, names),
    });
  }

  #fixFor(name: string, names: readonly string[]): string {
    const bare = name.replace(/^(val|validation|test|train)[\s_-]*/i, "");
    const own = names.find((one) => one.toLowerCase() === bare.toLowerCase());
    if (own !== undefined)
      return `Write "${own}": it is that of the validation set, or of the training set without one.`;
    if (this.#named(name) !== undefined)
      return "It is measured of whole sets alone: hold samples out where the data are made, arrays(source, { validation: 0.2 }).";
    const known = nearest(bare, TRICK_NAMES.metrics.split(" "));
    return known === undefined ? "Choose one of them, or add it to the metrics." : `Measure it: metrics: [${known}()].`;
  }
}

/** Undefined where it was not measured, as in epochs before a run was resumed with other metrics. */
export function monitoredValue({ validation, train }: Epoch, { name }: Monitored): number | undefined {
  return (validation ?? train)[name];
}

function fallingValue(epoch: Epoch, monitored: Monitored): [] | [number] {
  const value = monitoredValue(epoch, monitored);
  if (value === undefined) return [];
  return [monitored.higherIsBetter ? -value : value];
}
