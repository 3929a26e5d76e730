import type { Moment, Optimizer } from "./optimizer.ts";

/** The learning rate in force at a moment: that of the optimizer itself, or of the last stage of a chain that has one. */
export function learningRateOf(optimizer: Optimizer, at: Moment): number {
  return optimizer.learningRate?.(at) ?? Number.NaN;
}

/** Whether any stage has a learning rate. */
export function hasLearningRate(optimizer: Optimizer): boolean {
  return optimizer.learningRate?.({ step: 0, stepsPerEpoch: 1, totalSteps: 1 }) !== undefined;
}
