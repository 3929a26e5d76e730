import type { Dataset } from "../data/dataset.ts";
import { usageError } from "../errors.ts";
import type { Shape } from "../graph/shape.ts";
import type { Loss } from "../model/loss.ts";
import { checkOption, count } from "../options.ts";
import type { Callback } from "./callback.ts";

/** @throws a usage error for a number of epochs, batch size or seed that cannot be. */
export function checkTraining(options: { epochs: number; batchSize: number; seed: number }): void {
  checkOption("train: epochs", count(undefined), options.epochs);
  checkOption("train: batchSize", count(undefined), options.batchSize);
  checkOption("train: seed", count(undefined, "", 0), options.seed);
}

/** @throws a usage error for targets that are not what the loss compares with, and for fewer outputs than classes. */
export function checkOutputs({ name, train, classes = [] }: Dataset, loss: Loss, outputShape: Shape): void {
  if (loss.targetKind !== "classes") return;
  if (train.targets.shape.length !== 1)
    throw usageError({
      where: `${name}.train.targets`,
      expected: `class numbers [n] for ${loss.name}`,
      received: `real targets [n, ${train.targets.shape.slice(1).join(", ")}]`,
      fix: "Give labels, or choose a loss of real targets, such as meanSquaredError().",
    });
  if (outputShape.length === 1 && outputShape[0] < classes.length)
    throw usageError({
      where: "train: model",
      expected: `at least ${classes.length} outputs, one for each class`,
      received: String(outputShape[0]),
      fix: `End the model with dense(${classes.length}).`,
    });
}

/** @throws a usage error for two averages of the weights: a model has one. */
export function checkCallbacks(callbacks: readonly Callback[]): void {
  const averaging = callbacks.filter(({ average }) => average !== undefined).map(({ name }) => name);
  if (averaging.length < 2) return;
  throw usageError({
    where: "train: callbacks",
    expected: "one average of the weights",
    received: averaging.join(" and "),
    fix: "Choose one of them.",
  });
}
