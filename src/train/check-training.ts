import type { Dataset } from "../data/dataset.ts";
import { usageError } from "../errors.ts";
import type { Shape } from "../graph/shape.ts";
import type { BuiltLayer, Layer } from "../model/layer.ts";
import type { Loss } from "../model/loss.ts";
import { checkOption, count } from "../options.ts";
import type { Callback } from "./callback.ts";
import { hasLearningRate } from "./learning-rate.ts";
import type { Optimizer } from "./optimizer.ts";

/** @throws a usage error for a number of epochs, batch size or seed that cannot be. */
export function checkTraining(options: { epochs: number; batchSize: number; seed: number }): void {
  checkOption("train: epochs", count(undefined), options.epochs);
  checkOption("train: batchSize", count(undefined), options.batchSize);
  checkOption("train: seed", count(undefined, "", 0), options.seed);
}

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

/** @throws a usage error for two averages of the weights, two drivers of the rate, and for a rate that is not there. */
export function checkCallbacks(callbacks: readonly Callback[], optimizer: Optimizer): void {
  const most = (what: string, among: readonly Callback[]) => {
    if (among.length < 2) return;
    throw usageError({
      where: "train: callbacks",
      expected: `one ${what}`,
      received: among.map(({ name }) => name).join(" and "),
      fix: "Choose one of them.",
    });
  };
  const driving = callbacks.filter(({ rate }) => rate !== undefined);
  most(
    "average of the weights",
    callbacks.filter(({ average }) => average !== undefined),
  );
  most("callback that drives the learning rate", driving);
  if (driving.length === 1) checkDriven(`train: callbacks: ${driving[0].name}`, optimizer);
}

/** @throws a usage error for an optimizer whose learning rate cannot be driven, as it has none. */
export function checkDriven(where: string, optimizer: Optimizer): void {
  if (hasLearningRate(optimizer)) return;
  throw usageError({ where, expected: "an optimizer with a learningRate", received: optimizer.name });
}

/** @throws a usage error for a layer that has weights, or changes the shape of the inputs. */
export function buildAugmentation(layer: Layer, input: Shape): BuiltLayer {
  const built = layer.build(input);
  const plain = Object.keys({ ...built.parameters, ...built.state }).length === 0;
  if (plain && String(built.outputShape) === String(input)) return built;
  throw usageError({
    where: "train: augment",
    expected: "a layer without weights that keeps the shape of its input",
    received: layer.name,
    fix: "Make such a layer the first one of the model.",
  });
}
