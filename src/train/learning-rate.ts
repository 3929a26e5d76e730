import { isInstance } from "../trick.ts";
import { isOptimizer } from "./chain.ts";
import { type Moment, type Optimizer, valuesAt } from "./optimizer.ts";

/** The learning rate in force at a moment: that of the optimizer itself, or of the last stage of a chain that has one. */
export function learningRateOf(optimizer: Optimizer, at: Moment): number {
  const rates = stagesOf(optimizer).map((stage) => valuesAt(stage.values, at).learningRate);
  return (rates.findLast((rate) => typeof rate === "number") as number | undefined) ?? Number.NaN;
}

/** Whether any stage has a learning rate. */
export function hasLearningRate(optimizer: Optimizer): boolean {
  return stagesOf(optimizer).some(({ values }) => "learningRate" in values);
}

function stagesOf(optimizer: Optimizer): Optimizer[] {
  const inner = Object.values(optimizer.values as Record<string, unknown>)
    .flat()
    .filter((value): value is Optimizer => isInstance(value) && isOptimizer(value));
  return [optimizer, ...inner.flatMap(stagesOf)];
}
