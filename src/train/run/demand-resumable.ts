import { inputShape } from "../../data/dataset.ts";
import { meaningOf } from "../../data/table/features-of.ts";
import { runError } from "../../errors.ts";
import { sizeOf } from "../../graph/shape.ts";
import { variablesOf } from "../../model/leaves.ts";
import { isOptimizer, type Optimizer } from "../../optimize/optimizer.ts";
import { initialState } from "../../optimize/step/trace-update.ts";
import { ensembleMembers } from "../../predict/ensemble.ts";
import type { TrainedModelParts } from "../../predict/model-parts.ts";
import { isInstance, isSpec } from "../../trick/instance.ts";
import type { Spec } from "../../trick.ts";
import type { Training } from "../prepare/prepare-training.ts";
import { averagedNames, averageSlot } from "../step/average-in-step.ts";
import type { TrainOptions } from "../train-options.ts";
import { demandSame } from "./demand-same.ts";
import type { RunRecord } from "./run-record.ts";

/**
 * A run that is resumed may differ from the saved one in what is meant to be changed: more epochs, other numbers in the
 * optimizer (they hold from here on, its state goes on), metrics, callbacks (an average of the weights that is new begins
 * at the resumed weights), and, after a whole epoch, other data. All of it is compared as JSON. Gives the parts of the
 * saved model; of an ensemble, those of its first member.
 * @throws a usage error for anything else that differs, so that going on would be neither the saved run nor one that was
 * asked for; a run error if the saved state is not whole.
 */
export function demandResumable(
  saved: RunRecord,
  training: Training,
  { scaling, targetScaling }: Pick<TrainOptions, "scaling" | "targetScaling">,
): TrainedModelParts {
  const { config, state, stopped } = saved;
  demandSame("batch size", config.batchSize, training.batchSize);
  demandSame("seed", config.seed, training.seed);
  demandSame("shuffling", config.shuffle ?? true, training.shuffle);
  demandSame("augmentation", config.augmentation, training.augmentation);
  const [{ parts }] = (stopped.members && ensembleMembers(saved.model)) ?? [saved.model];
  demandSame("model", parts.layer, training.layer);
  if (parts.columns !== undefined && training.data.columns !== undefined)
    demandSame("columns of the table", meaningOf(parts.columns), meaningOf(training.data.columns));
  const specs = Object.entries({ ...training.model.parameters, ...training.model.state });
  if (specs.some(([name, { shape }]) => Object.hasOwn(state, name) && state[name].length !== sizeOf(shape)))
    demandSame("shape of a sample", parts.inputShape, inputShape(training.data.train));
  demandSame("loss", config.loss, training.loss);
  if (!sameRule(training.optimizer, config.optimizer)) demandSame("optimizer", config.optimizer, training.optimizer);
  demandSameAverage(saved, training);
  demandWhole(saved, training);
  if (scaling !== undefined) demandSame("scaling", parts.scale, training.scale);
  if (targetScaling !== undefined) demandSame("scaling of targets", parts.targetScale, training.targetScale);
  return parts;
}

/** Whether an optimizer is the saved one but for its numbers: of the same rules, in the same order. */
function sameRule(now: Optimizer, before: Spec): boolean {
  return now.name === before.name && Object.entries(now.values).every(([key, value]) => sameParts(value, before[key]));
}

function sameParts(now: unknown, before: unknown): boolean {
  if (isOptimizer(now)) return isSpec(before) && sameRule(now, before);
  if (!Array.isArray(now) || !now.flat(2).some(isInstance)) return true;
  if (!Array.isArray(before) || before.length !== now.length) return false;
  return now.every((part, i) => (typeof part === "string" ? part === before[i] : sameParts(part, before[i])));
}

/** An average may be new, or be given up; one average cannot go on as another. */
function demandSameAverage({ config, state }: RunRecord, { callbacks, optimizer, model }: Training): void {
  const current = callbacks.find(({ average }) => average !== undefined);
  const slot = `optimizer/${averageSlot(optimizer, variablesOf(model.parameters))}/`;
  if (current === undefined || !Object.keys(state).some((name) => name.startsWith(slot))) return;
  if (!config.callbacks.some(({ name }) => name === current.name))
    demandSame("average of the weights", config.callbacks, callbacks);
}

/** @throws a run error if something is missing of the state that the same optimizer and average kept. */
function demandWhole({ config, state }: RunRecord, { callbacks, optimizer, model }: Training): void {
  const [params, statistics] = [variablesOf(model.parameters), variablesOf(model.state)];
  const same = JSON.stringify(optimizer) === JSON.stringify(config.optimizer);
  const average = callbacks.find((callback) => callback.average !== undefined);
  const averaged = config.callbacks.some(({ name }) => name === average?.name);
  const needed = [
    ...(same ? initialState(optimizer, params).map(({ variable }) => variable.attributes.name) : []),
    ...(averaged ? averagedNames(optimizer, params, statistics) : []),
  ];
  const missing = needed.find((name) => !Object.hasOwn(state, name));
  if (missing === undefined) return;
  throw runError({
    where: "train: resume",
    expected: `${missing} in the saved run`,
    received: "none",
    fix: "Its file is damaged: use an earlier copy.",
  });
}
