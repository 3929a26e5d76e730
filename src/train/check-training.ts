import { checkLabels } from "../data/check-dataset.ts";
import type { Dataset, Values } from "../data/dataset.ts";
import { rangeOf } from "../data/scaling.ts";
import { usageError } from "../errors.ts";
import type { Shape } from "../graph/shape.ts";
import type { BuiltLayer, Layer } from "../model/layer.ts";
import type { Loss } from "../model/loss.ts";
import type { Callback } from "./callback.ts";
import { hasLearningRate } from "./learning-rate.ts";
import type { Optimizer } from "./optimizer.ts";

/** @throws a usage error for targets that are not what the loss compares with, and for classes without an output. */
export function checkOutputs(data: Dataset, loss: Loss, outputShape: Shape): void {
  const { name, train, classes = [] } = data;
  if (loss.targetKind !== "classes") return;
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
      fix: `End the model with dense(${classes.length}).`,
    });
  if (classes.length > 0) return; // by which the dataset was checked
  for (const part of ["train", "validation", "test"] as const)
    checkLabels(`${name}.${part}.targets`, data[part]?.targets.data ?? [], outputs);
}

/** Whether every row is 0 but for one 1. */
function isOneHot({ shape: [rows, ...rest], data }: Values): boolean {
  const width = rest.reduce((product, extent) => product * extent, 1);
  const numbers = Array.from(data);
  return width > 1 && numbers.every((x) => x === 0 || x === 1) && numbers.filter((x) => x === 1).length === rows;
}

/** Losses that take logits, and the layers that make probabilities of them. */
const ON_LOGITS: Readonly<Record<string, string>> = {
  crossEntropy: "softmax",
  klDivergence: "softmax",
  binaryCrossEntropy: "sigmoid",
};

/** @throws a usage error for a model that ends with the probabilities which its loss takes by itself. */
export function checkEnding(model: Layer, loss: Loss): void {
  const last = lastOf(model);
  if (last === undefined || ON_LOGITS[loss.name] !== last.name) return;
  throw usageError({
    where: "train: model",
    expected: `outputs before the ${last.name}, for ${loss.name} takes it by itself`,
    received: `${last.name}() as the last layer`,
    fix: `Leave ${last.name}() out: taken twice it flattens the gradients. predict() gives probabilities anyhow.`,
  });
}

/** The layer that gives the outputs, also of layers in a row. */
function lastOf(model: Layer): Layer | undefined {
  const { layers } = model.values as { layers?: readonly Layer[] };
  if (model.name !== "sequential" || layers === undefined) return model;
  const last = layers.at(-1);
  return last === undefined ? undefined : lastOf(last);
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
