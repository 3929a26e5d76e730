import { mapTensors } from "../graph/map-tensors.ts";
import type { StepContext } from "./rule.ts";
import { isSchedule } from "./schedule.ts";

/**
 * Options as they are at a step: every schedule is read, also within lists, and a learning rate follows what drives it
 * (`Progress.rate`).
 */
export function valuesAt(values: Readonly<Record<string, unknown>>, at: StepContext): Record<string, unknown> {
  const { step, perturbation: _, rate, ...progress } = at;
  const read = (value: unknown): unknown => {
    if (isSchedule(value)) return varying(value.at(step, progress), at);
    return Array.isArray(value) ? value.map(read) : value;
  };
  return mapTensors(values, (value, name) => {
    const driven = name === "learningRate" && rate !== undefined && (typeof value === "number" || isSchedule(value));
    return driven ? varying(rate(step, isSchedule(value) ? value.at(step, progress) : value), at) : read(value);
  });
}

/** Marks a number that changes from step to step: a perturbation moves it, even where it is 0. */
export function varying(value: number, { perturbation = 1 }: Pick<StepContext, "perturbation">): number {
  return value === 0 ? 1 - perturbation : value * perturbation;
}

/** A learning rate with the factor of a parameter; without one, the rate in general. */
export function rated(learningRate: number, at: StepContext, parameter: string | undefined): number {
  return parameter === undefined ? learningRate : learningRate * (at.factor?.(parameter) ?? 1);
}
