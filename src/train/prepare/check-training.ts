import { checkLabels } from "../../data/checks/check-dataset.ts";
import { DATASET_PARTS, type Dataset, type Values } from "../../data/dataset.ts";
import { rangeOf } from "../../data/scaling.ts";
import { usageError } from "../../errors.ts";
import { type Shape, sizeOf } from "../../graph/shape.ts";
import { lastLayersOf } from "../../model/checks/last-layers.ts";
import type { BuiltLayer, Layer } from "../../model/layer.ts";
import type { Loss } from "../../model/loss.ts";
import type { Optimizer } from "../../optimize/optimizer.ts";

/** @throws a usage error for an optimizer that takes its first step only after the run has ended. */
export function checkStride(optimizer: Optimizer, totalSteps: number): void {
  const stride = optimizer.stride?.() ?? 1;
  if (stride <= totalSteps) return;
  throw usageError({
    where: "train: optimizer",
    expected: `at most ${totalSteps} gradients to a step, as many as the run has steps`,
    received: `${stride}`,
    fix: "Accumulate fewer, or train for more epochs; as it is, no weight would move.",
  });
}

/** @throws a usage error for a model without parameters. */
export function checkParameters({ parameters }: BuiltLayer): void {
  if (Object.keys(parameters).length > 0) return;
  throw usageError({
    where: "train: model",
    expected: "a layer with parameters to train",
    received: "none",
    fix: "Add a layer such as dense(10).",
  });
}

/** @throws a usage error for targets that are not what the loss compares with, and for classes without an output. */
export function checkOutputs(data: Dataset, loss: Loss, outputShape: Shape): void {
  const { name, train, classes = [] } = data;
  if (loss.targetKind !== "classes") {
    checkValueOutputs(train.targets.shape, outputShape);
    return;
  }
  const where = `${name}.train.targets`;
  if (train.targets.shape.length !== 1)
    throw usageError({
      where,
      expected: `class numbers [n] for ${loss.name}`,
      received: `real targets [n, ${train.targets.shape.slice(1).join(", ")}]`,
      fix: isOneHot(train.targets)
        ? "These look one-hot: give the number of each class as its label, the place of the 1."
        : "Give labels, or choose a loss of real targets, such as meanSquaredError().",
    });
  if (outputShape.length !== 1) return;
  const [outputs] = outputShape;
  const { low, high } = rangeOf(train.targets.data);
  if (low >= 1 && (high >= outputs || classes.length > outputs) && high - low < outputs)
    throw usageError({
      where,
      expected: `labels that begin at 0, for the ${outputs} outputs of the model`,
      received: `${low} as the lowest of them`,
      fix: `Subtract ${low} from every label.`,
    });
  if (outputs < classes.length)
    throw usageError({
      where: "train: model",
      expected: `at least ${classes.length} outputs, one for each class`,
      received: String(outputs),
      fix: `End the model with dense(${classes.length})${classes.length === 2 ? ", or take binaryCrossEntropy() for one output" : ""}.`,
    });
  if (classes.length > 0) return; // by which the dataset was checked
  for (const part of DATASET_PARTS) checkLabels(`${name}.${part}.targets`, data[part]?.targets.data ?? [], outputs);
}

/** @throws a usage error for another number of outputs than of targets. */
function checkValueOutputs([, ...target]: Shape, outputShape: Shape): void {
  const [targets, outputs] = [sizeOf(target), sizeOf(outputShape)];
  if (targets === outputs || outputShape.length !== 1) return; // what remains is compared where it is computed
  throw usageError({
    where: "train: model",
    expected: `${targets} ${targets === 1 ? "output" : "outputs, one for each target"}`,
    received: String(outputs),
    fix:
      target.length === 0
        ? "For yes or no end the model with dense(1); for classes use crossEntropy()."
        : `End the model with dense(${targets}).`,
  });
}

/** Whether every row is 0 but for one 1. */
export function isOneHot({ shape: [rows, ...rest], data }: Values): boolean {
  const width = rest.reduce((product, extent) => product * extent, 1);
  const numbers = Array.from(data);
  return width > 1 && numbers.every((x) => x === 0 || x === 1) && numbers.filter((x) => x === 1).length === rows;
}

/**
 * @throws a usage error for a model that ends with the probabilities that its loss computes, and for the softmax of
 * a single output, which is 1 whatever the weights are.
 */
export function checkEnding(model: Layer, loss: Loss, outputShape: Shape, output?: string): void {
  const last = lastLayersOf(model, true, output).find(({ name }) => name === loss.predictions || name === "softmax");
  if (last === undefined) return;
  if (last.name === loss.predictions)
    throw usageError({
      where: "train: model",
      expected: `outputs before the ${last.name}, which ${loss.name} applies itself`,
      received: `${last.name}() as the last layer`,
      fix: `Leave ${last.name}() out: taken twice it flattens the gradients. predict() gives probabilities anyhow.`,
    });
  if (outputShape.at(-1) === 1)
    throw usageError({
      where: "train: model",
      expected: "at least 2 outputs for softmax()",
      received: "1, of which the softmax is 1 whatever the weights are",
      fix: "For yes or no leave softmax() out and take binaryCrossEntropy(); for a number leave it out.",
    });
}
