import type { Moment, Optimizer } from "./optimizer.ts";

/** The learning rate in force at a moment: that of the optimizer itself, or of the last stage of a chain that has one. */
export function learningRateOf(optimizer: Optimizer, at: Moment): number {
  return optimizer.learningRate?.(at) ?? Number.NaN;
}
