import { innerOptimizers } from "./inner-optimizers.ts";
import type { Optimizer } from "./optimizer.ts";
import type { StepContext } from "./rule.ts";

/** The learning rate in force at a step: that of the optimizer itself, or of the last stage of a chain that has one. */
export function learningRateOf(optimizer: Optimizer, at: StepContext): number {
  return optimizer.learningRate?.(at) ?? Number.NaN;
}

/** Whether any stage has a learning rate. */
export function hasLearningRate(optimizer: Optimizer): boolean {
  return optimizer.learningRate?.({ step: 0, stepsPerEpoch: 1, totalSteps: 1 }) !== undefined;
}

/**
 * The optimizer's default learning rate, whatever was given: that of the last stage of a chain that has one, of the last
 * group of a partition, of the optimizer in a wrapper. Undefined where the definition has none.
 */
export function defaultRateOf(optimizer: Optimizer): number | undefined {
  const own = optimizer.definition.options.learningRate?.fallback;
  if (own !== undefined) return typeof own === "number" ? own : undefined;
  return innerOptimizers(optimizer)
    .map(defaultRateOf)
    .findLast((rate) => rate !== undefined);
}
