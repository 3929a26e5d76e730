import type { Moment, Optimizer } from "./optimizer.ts";

/** The learning rate in force at a moment: that of the optimizer itself, or of the last stage of a chain that has one. */
export function learningRateOf(optimizer: Optimizer, at: Moment): number {
  return optimizer.learningRate?.(at) ?? Number.NaN;
}

/** Whether any stage has a learning rate. */
export function hasLearningRate(optimizer: Optimizer): boolean {
  return optimizer.learningRate?.({ step: 0, stepsPerEpoch: 1, totalSteps: 1 }) !== undefined;
}

/**
 * The learning rate that the optimizer has where none is given, whatever was given: that of the last stage of a chain that
 * has one, of the last group, of the optimizer within a wrapper. Undefined where the definition has none.
 */
export function defaultRateOf({ definition, values }: Optimizer): number | undefined {
  const own = definition.options.learningRate?.fallback;
  if (own !== undefined) return typeof own === "number" ? own : undefined;
  const { optimizer, stages, groups } = values as Partial<Parts>;
  const within = [...(groups?.map(([, each]) => each) ?? []), ...(stages ?? []), ...(optimizer ? [optimizer] : [])];
  return within.map(defaultRateOf).findLast((rate) => rate !== undefined);
}

/** The options in which wrappers, chains and groups keep the optimizers that they are made of. */
interface Parts {
  optimizer: Optimizer;
  stages: readonly Optimizer[];
  groups: readonly (readonly [pattern: string, optimizer: Optimizer])[];
}
