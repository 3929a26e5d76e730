import { inputShape } from "../../data/dataset.ts";
import { runError, usageError } from "../../errors.ts";
import { isSpec } from "../../from-spec.ts";
import { sizeOf } from "../../graph/shape.ts";
import { variablesOf } from "../../model/leaves.ts";
import { isOptimizer, type Optimizer } from "../../optimize/optimizer.ts";
import { initialState } from "../../optimize/step/trace-update.ts";
import { ensembleMembers } from "../../predict/ensemble.ts";
import { loadRunOf, type SavedRun } from "../../saved/load-run.ts";
import { inCurrentNames } from "../../trick/in-current-names.ts";
import { isInstance } from "../../trick/instance.ts";
import type { Spec } from "../../trick.ts";
import type { Training } from "../prepare/prepare-training.ts";
import { type Place, START } from "../recover/place.ts";
import { averagedNames, averageSlot } from "../step/average-in-step.ts";
import type { Weights } from "../step/session.ts";
import type { TrainOptions } from "../train-options.ts";
import { demandSame } from "./demand-same.ts";
import type { Run } from "./run.ts";

/** A run to go on with, and the place where it stands. */
export interface Resumed {
  saved: SavedRun;
  place: Place;
}

/**
 * The run to go on with, if one is to be resumed. It may differ from the saved run in what is meant to be changed: more
 * epochs, other numbers in the optimizer (they hold from here on, its state goes on), metrics, callbacks (an average of
 * the weights that is new begins at the resumed weights), and, after a whole epoch, other data. It keeps its scaling.
 * @throws a usage error for anything else that differs, so that going on would be neither the saved run nor one that was
 * asked for.
 */
export async function readResumed(options: TrainOptions, training: Training): Promise<Resumed | undefined> {
  const { resume } = options;
  if (resume === undefined) return undefined;
  const { batchSize, seed, epochs, layer, augmentation, loss, optimizer } = training;
  const saved =
    typeof resume === "string" ? await loadRunOf(layer, resume) : "weights" in resume ? resume : savedFrom(resume);
  const { recipe, history, stopped, steps, skippedSteps, sums } = saved;
  demandSame("batch size", recipe.batchSize, batchSize);
  demandSame("seed", recipe.seed, seed);
  demandSame("augmentation", recipe.augmentation, augmentation);
  const [{ parts }] = (stopped.members && ensembleMembers(saved.model)) ?? [saved.model];
  demandSame("model", parts.layer, layer);
  const specs = Object.entries({ ...training.model.parameters, ...training.model.state });
  if (specs.some(([name, { shape }]) => Object.hasOwn(saved.state, name) && saved.state[name].length !== sizeOf(shape)))
    demandSame("shape of a sample", parts.inputShape, inputShape(training.data.train));
  demandSame("loss", recipe.loss, loss);
  if (!sameRule(optimizer, inCurrentNames(recipe.optimizer, optimizer) as Spec))
    demandSame("optimizer", recipe.optimizer, optimizer);
  demandSameAverage(saved, training);
  demandWhole(saved, training);
  if (options.scaling !== undefined) demandSame("scaling", parts.scale, training.scale);
  if (history.length >= epochs)
    throw usageError({
      where: "train: resume",
      expected: `more epochs than the ${history.length} that the saved run has done`,
      received: String(epochs),
      fix: "Ask for more epochs.",
    });
  training.scale = parts.scale;
  const step = stepsInEpoch(saved, training);
  // What diverged begins to count anew: it goes on with something changed.
  const inARow = stopped.reason === "diverged" ? 0 : (saved.skippedInARow ?? 0);
  const done = { epoch: history.length + 1, step, steps, skipped: skippedSteps, inARow };
  const place = { ...START, ...done, sums: sums ?? START.sums };
  return { saved, place };
}

/** A run as it would be read from its file. */
function savedFrom(run: Run): SavedRun {
  const { loss, optimizer, metrics, callbacks, augmentation, epochs, batchSize, seed, samples } = run.recipe;
  const tricks = JSON.parse(JSON.stringify({ loss, optimizer, metrics, callbacks, augmentation }));
  const weights = run.model.parts.weights as Weights;
  return { ...run, recipe: { ...tricks, epochs, batchSize, seed, samples }, weights };
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
function demandSameAverage({ recipe, state }: SavedRun, { callbacks, optimizer, model }: Training): void {
  const current = callbacks.find(({ average }) => average !== undefined);
  const slot = `optimizer/${averageSlot(optimizer, variablesOf(model.parameters))}/`;
  if (current === undefined || !Object.keys(state).some((name) => name.startsWith(slot))) return;
  if (!recipe.callbacks.some(({ name }) => name === current.name))
    demandSame("average of the weights", recipe.callbacks, callbacks);
}

/** @throws a run error if something is missing of the state that the same optimizer and average kept. */
function demandWhole({ recipe, state }: SavedRun, { callbacks, optimizer, model }: Training): void {
  const [params, statistics] = [variablesOf(model.parameters), variablesOf(model.state)];
  const same = JSON.stringify(optimizer) === JSON.stringify(inCurrentNames(recipe.optimizer, optimizer));
  const average = callbacks.find((callback) => callback.average !== undefined);
  const averaged = recipe.callbacks.some(({ name }) => name === average?.name);
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

/** Steps that were done of an epoch that was not finished. */
function stepsInEpoch({ recipe, history, steps, sums }: SavedRun, { samples, batchSize, progress }: Training): number {
  if (sums === undefined) return 0;
  const before = Math.ceil((recipe.samples ?? samples) / batchSize);
  const within = steps - history.length * before;
  if (recipe.samples === undefined || recipe.samples === samples)
    if (within >= 0 && within <= progress.stepsPerEpoch) return within;
  throw usageError({
    where: "train: resume",
    expected: `the ${recipe.samples ?? "same number of"} training samples of the saved run, which stopped within an epoch`,
    received: `${samples} samples`,
    fix: "Give the same data to finish the epoch; others may follow after it.",
  });
}
