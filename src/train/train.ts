import { openDevice } from "../backend/open.ts";
import { type Dataset, inputShape } from "../data/dataset.ts";
import { ensemble } from "../model/ensemble.ts";
import type { Layer } from "../model/layer.ts";
import { TrainedModel } from "../model/trained-model.ts";
import { given } from "../options.ts";
import { checkMemory } from "./check-memory.ts";
import { evaluate } from "./evaluate.ts";
import { firstWeights } from "./first-weights.ts";
import type { History, Measures, Stopped } from "./history.ts";
import { learningRateOf } from "./learning-rate.ts";
import { Run } from "./run.ts";
import { readResumed } from "./saved-run.ts";
import { scaleToUnitVariance } from "./scale-to-unit-variance.ts";
import { TrainingSession, type Weights } from "./session.ts";
import { lossesOf } from "./stopping-criteria.ts";
import { type Skipped, trainEpoch } from "./train-epoch.ts";
import type { TrainOptions } from "./train-options.ts";
import { prepareTraining, type Training } from "./training.ts";
import { Watch } from "./watch.ts";

/** Trains a model on the training part of the data; validates after each epoch; tests at the end. */
export async function train(layer: Layer, data: Dataset, options: TrainOptions = {}): Promise<Run> {
  const training = prepareTraining(layer, data, options);
  const { epochs, model, seed, progress, batchSize, now } = training;
  const before = await readResumed(options.resume, training);
  const started = now();
  // A run that goes on rounds as it did before, unless it is told otherwise.
  const relaxedSimd = options.relaxedSimd ?? before?.model.parts.relaxedSimd;
  const winograd = options.winograd ?? before?.model.parts.winograd;
  const device = await openDevice({ ...options, ...given({ relaxedSimd, winograd }) });
  try {
    checkMemory(device, training);
    const drawn = firstWeights(model, seed);
    if (before === undefined) await scaleToUnitVariance(training, drawn, options);
    const session = await TrainingSession.open({ device, ...training }, drawn);
    const watch = new Watch(training.callbacks);
    const history: History = [...(before?.history ?? [])];
    const skipped: Skipped = { inAll: before?.skippedSteps ?? 0, inARow: 0 };
    let steps = before?.steps ?? 0;
    let sums = before?.sums; // of an epoch that was not finished
    let stopped: Stopped | undefined;
    const report = reporter(training, started, steps);
    if (before !== undefined) {
      await session.restore(before.state);
      session.signals.push(...before.signals);
      await watch.replay(before);
      training.losses.push(...lossesOf(history).watched);
    }

    // Those after the last epoch: what a run that diverges gives back.
    let good = await session.modelWeights();
    while (history.length < epochs && stopped === undefined) {
      const epoch = history.length + 1;
      const epochStarted = now();
      const from = steps - (epoch - 1) * progress.stepsPerEpoch;
      const result = await trainEpoch(session, training, { epoch, from, sums }, skipped, (step, means) =>
        report(history, step, means),
      );
      steps += result.steps - from;
      sums = result.stopped === undefined ? undefined : result.sums;
      if (result.stopped !== undefined) {
        stopped = result.stopped;
        break;
      }
      if (training.callbacks.some((callback) => callback.reestimates?.(epoch, progress)))
        await session.reestimate(batchSize);
      history.push({
        epoch,
        learningRate: learningRateOf(training.optimizer, { step: steps - 1, ...progress }),
        train: result.train,
        ...(data.validation === undefined ? {} : { validation: await session.evaluate("validation", batchSize) }),
        seconds: (now() - epochStarted) / 1000,
      });
      training.losses.push(lossesOf(history).watched.at(-1) as number);
      good = await session.modelWeights();
      stopped = await watch.epochEnd(history, good, session.signals);
    }

    const state = await session.trainingState();
    const { kept, members } = watch;
    if (kept !== undefined) await session.useModelWeights(kept.weights);
    else if (stopped?.reason === "diverged") await session.useModelWeights(good);
    const modelOf = (weights: Weights) =>
      new TrainedModel({
        layer,
        inputShape: inputShape(data.train),
        scale: training.scale,
        weights,
        classes: data.classes,
        logits: training.loss.predictions !== undefined,
        predictions: training.loss.predictions,
        loss: training.loss,
        metrics: training.metrics,
        relaxedSimd,
        winograd,
      });
    const together = members.length === 0 ? undefined : ensemble(members.map(({ weights }) => modelOf(weights)));
    const test = async () => {
      if (data.test === undefined) return undefined;
      if (together === undefined) return session.evaluate("test", batchSize);
      return evaluate(together, data.test, { ...options, loss: training.loss, metrics: training.metrics, batchSize });
    };
    return new Run({
      model: together ?? modelOf(await session.modelWeights()),
      history,
      signals: session.signals,
      test: await test(),
      stopped: {
        ...(stopped ?? { reason: "epochs", epoch: history.length }),
        ...(kept === undefined || together !== undefined ? {} : { bestEpoch: kept.epoch }),
        ...(together === undefined ? {} : { members: members.map(({ epoch }) => epoch) }),
      },
      steps,
      skippedSteps: skipped.inAll,
      sums,
      capacity: training.capacity,
      seconds: (before?.seconds ?? 0) + (now() - started) / 1000,
      backend: device.description,
      state,
      recipe: training,
    });
  } finally {
    await device.close();
  }
}

/** Reports after some steps; `first`: the step of the whole training at which this call of `train` began. */
function reporter({ epochs, progress: { stepsPerEpoch }, onProgress, now }: Training, started: number, first: number) {
  return (history: History, step: number, train: Measures): void => {
    const last = history.at(-1);
    const done = history.length * stepsPerEpoch + step;
    const elapsed = (now() - started) / 1000;
    onProgress({
      epoch: history.length + 1,
      epochs,
      step,
      stepsPerEpoch,
      train,
      ...(last === undefined ? {} : { last }),
      elapsed,
      remaining: (elapsed / (done - first)) * (stepsPerEpoch * epochs - done),
    });
  };
}
