import { deviceOptionsOf, openDevice } from "../backend/open.ts";
import type { Dataset } from "../data/dataset.ts";
import type { Layer } from "../model/layer.ts";
import { learningRateOf } from "../optimize/learning-rate.ts";
import { defined } from "../options/defined.ts";
import { sayOnce } from "../say-once.ts";
import { CallbackRunner } from "./callback-runner.ts";
import { trainEpoch } from "./epoch/train-epoch.ts";
import { checkMemory } from "./prepare/check-memory.ts";
import { initialWeights } from "./prepare/initial-weights.ts";
import { prepareTraining } from "./prepare/prepare-training.ts";
import { startingWeights } from "./prepare/starting-weights.ts";
import { reporterOf } from "./progress/reporter.ts";
import { backToFinite, divergedLate, divergence } from "./recover/divergence.ts";
import { afterEpoch, meansAt, START } from "./recover/place.ts";
import { SafePoints } from "./recover/safe-points.ts";
import type { Ending } from "./run/ending.ts";
import { runOf, testOf } from "./run/finish-run.ts";
import type { Epoch, History, Stopped } from "./run/history.ts";
import type { Run } from "./run/run.ts";
import { TrainingError } from "./run/training-error.ts";
import { TrainingSession } from "./step/session.ts";
import type { TrainOptions } from "./train-options.ts";

/**
 * Trains a model on the training set, validates it after each epoch, and tests it at the end. Inputs are `[n, …shape]`, as the
 * datasets have them; layers take one sample's shape. The same seed gives the same bits, on any number of threads.
 * @param model `sequential([…])`, an architecture such as `mlp()`, or any other layer.
 * @param data what `arrays`, `csv`, `digits`, `mnist` or `kFold` give.
 * @returns the trained model with the history, the measures on the test set, and all that is needed to go on.
 * @throws a usage error for what does not fit, before anything is computed; a `TrainingError`, which carries the run so
 * far, if a callback throws or a worker ends on the way.
 * @example
 * const data = await digits({ train: 1000 });
 * const run = await train(mlp(), data, { epochs: 3, optimizer: adam({ learningRate: 1e-3 }) });
 * console.log(run.test?.accuracy);
 * await run.model.save("digits.evenkeel");
 */
export async function train(model: Layer, data: Dataset, options: TrainOptions = {}): Promise<Run> {
  if (options?.verbose === true) {
    const { showProgress } = await import("./progress/show-progress.ts");
    return showProgress(options, (shown) => train(model, data, { ...shown, verbose: false }));
  }
  const prepared = await prepareTraining(model, data, options);
  const resumed =
    options.resume === undefined
      ? undefined
      : await (await import("./run/read-resumed.ts")).readResumed(options.resume, options, prepared);
  const training = resumed === undefined ? prepared : { ...prepared, ...prepared.scaledBy(resumed.scales) };
  const { epochs, seed, progress, batchSize, now, signal } = training;
  sayOnce(training.hints);
  const started = now();
  // A run that goes on rounds as it did before, unless the options say otherwise.
  const before = resumed?.saved.model.parts;
  const { relaxedSimd = before?.relaxedSimd, winograd = before?.winograd } = deviceOptionsOf(options).wasm;
  const device = await openDevice({ ...options, wasm: { relaxedSimd, winograd } });
  try {
    checkMemory(device, training);
    const weights =
      resumed === undefined
        ? await startingWeights(training, options)
        : { ...initialWeights(training.model, seed), ...resumed.saved.state };
    const session = await TrainingSession.open({ device, ...training }, weights);
    const callbacks = new CallbackRunner(training.callbacks, training.monitors, signal);
    const history: History = [];
    let place = resumed?.place ?? START;
    if (resumed !== undefined) {
      for (const row of resumed.saved.signals) session.signals.push(row);
      session.nonFinite = resumed.saved.nonFinite ?? [];
      for (const epoch of resumed.saved.history) {
        history.push(epoch);
        training.monitors.add(epoch);
      }
      await callbacks.replay(resumed.saved);
    }
    const safe = await SafePoints.open(session, place);
    const ending = (stopped: Stopped): Ending => ({
      training,
      callbacks,
      history,
      stopped,
      relaxedSimd,
      winograd,
      place: safe.latest.place,
      state: safe.latest.state,
      weights: session.modelWeightsOf(safe.latest.state),
      signals: session.signals,
      nonFinite: session.nonFinite,
      seconds: (resumed?.saved.seconds ?? 0) + (now() - started) / 1000,
      backend: device.description,
    });
    try {
      const report = reporterOf(training, started, place);
      let [stopped, last]: [Stopped?, Epoch?] = [];
      while (place.epoch <= epochs && stopped === undefined) {
        const epochStarted = now();
        ({ place, stopped } = await trainEpoch(session, training, safe, place, callbacks, (at, means) =>
          report(history, at, means),
        ));
        if (stopped !== undefined) break;
        const { epoch } = place;
        const means = meansAt(place);
        place = afterEpoch(place);
        safe.rename(place);
        if (training.callbacks.some((callback) => callback.reestimates?.(epoch, progress))) {
          await session.reestimate(batchSize);
          await safe.secure(place);
        }
        last = {
          epoch,
          learningRate: learningRateOf(training.optimizer, { step: epoch * progress.stepsPerEpoch - 1, ...progress }),
          train: means,
          ...defined({ validation: data.validation && (await session.evaluate("validation", batchSize)) }),
          seconds: (now() - epochStarted) / 1000,
        };
        history.push(last);
        training.monitors.add(last);
        const own = session.signals.slice(session.signals.findLastIndex((signal) => signal.epoch < epoch) + 1);
        stopped = await callbacks.epochEnd(history, session.modelWeightsOf(safe.latest.state), own);
      }
      if (stopped?.reason === "aborted" && !(await safe.secure(place))) await safe.goBack();
      const ended = ending(stopped ?? { reason: "epochs", epoch: epochs });
      const test = await testOf(session, ended, options);
      if (stopped !== undefined || last === undefined || !divergedLate(place, last, test)) return runOf(ended, test);
      const weights = await backToFinite(session, training, safe, place, callbacks);
      const late = divergence(place, "up to the end of the last epoch", weights, session.nonFinite);
      return runOf(ending(late), await testOf(session, ending(late), options));
    } catch (cause) {
      if (safe.latest.place.steps === (resumed?.place ?? START).steps) throw cause; // nothing to lose
      const detail = cause instanceof Error ? cause.message : String(cause);
      throw new TrainingError(runOf(ending({ reason: "aborted", epoch: history.length, detail }), undefined), cause);
    } finally {
      await session.close();
    }
  } finally {
    await device.close();
  }
}
