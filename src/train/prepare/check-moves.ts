import { usageError } from "../../errors.ts";
import { mapTensors } from "../../graph/map-tensors.ts";
import { input, variable } from "../../graph/tensor.ts";
import type { BuiltLayer } from "../../model/layer.ts";
import { innerOptimizers, moves } from "../../optimize/inner-optimizers.ts";
import type { Optimizer } from "../../optimize/optimizer.ts";
import type { Progress } from "../../optimize/schedule.ts";
import { traceUpdate } from "../../optimize/step/trace-update.ts";

/** @throws a usage error for an optimizer that only changes gradients: no weight would ever move. */
export function checkMoves(model: BuiltLayer, optimizer: Optimizer, progress: Progress): void {
  if (moves(optimizer) || leavesOf(optimizer).some((stage) => changesWeights(stage, model, progress))) return;
  throw usageError({
    where: "train: optimizer",
    expected: "an optimizer that moves the weights",
    received: `${optimizer.name}(…), which only changes gradients`,
    fix: Object.hasOwn(optimizer.values, "optimizer")
      ? `Put an optimizer into it: ${optimizer.name}(adam()).`
      : `Put an optimizer behind it: chain(${optimizer.name === "chain" ? "…" : `${optimizer.name}(…)`}, adam()).`,
  });
}

/** The stages of a chain, also within others, and the rules that wrappers stand around. */
function leavesOf(stage: Optimizer): Optimizer[] {
  const parts = innerOptimizers(stage);
  return parts.length === 0 ? [stage] : parts.flatMap(leavesOf);
}

/** Whether a stage alone gives any weight another value: a transform that is an optimizer all the same. */
function changesWeights(stage: Optimizer, model: BuiltLayer, progress: Progress): boolean {
  if (stage.around !== undefined) return false; // it acts on what stands behind it, which is nothing
  const params = mapTensors(model.parameters, ({ shape }, name) => variable(name, shape));
  const grads = mapTensors(params, ({ shape }, name) => input(`gradient ${name}`, shape));
  const { updates } = traceUpdate(stage, params, grads, progress, { key: input("key", [3], "uint32") });
  return updates.some(({ variable: moved }) => Object.values(params).includes(moved));
}
