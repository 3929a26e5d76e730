import { computedBy } from "../backend/computed-by.ts";
import { withoutTrial } from "../backend/on-trial.ts";
import { deviceOptionsOf, openDevice } from "../backend/open.ts";
import type { Dataset } from "../data/dataset.ts";
import { errorText } from "../error-text.ts";
import type { Layer } from "../model/layer.ts";
import { learningRateOf } from "../optimize/learning-rate.ts";
import { defined } from "../options/defined.ts";
import { sayOnce } from "../say-once.ts";
import { CallbackRunner } from "./callback-runner.ts";
import { trainEpoch } from "./epoch/train-epoch.ts";
import { checkMemory } from "./prepare/check-memory.ts";
import { drawnWeights } from "./prepare/drawn-weights.ts";
import { prepareTraining, type Training } from "./prepare/prepare-training.ts";
import { startingWeights } from "./prepare/starting-weights.ts";
import { reporterOf } from "./progress/reporter.ts";
import type { Recorders } from "./recorders.ts";
import { divergedLate } from "./recover/diverged-late.ts";
import { afterEpoch, meansAt, START } from "./recover/place.ts";
import { SafePoints } from "./recover/safe-points.ts";
import type { Ending, Tested } from "./run/ending.ts";
import { runOf, testOf } from "./run/finish-run.ts";
import type { Epoch, History, Stopped } from "./run/history.ts";
import type { Resumed } from "./run/read-resumed.ts";
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
  if (options?.backend !== "auto") return trainOnDevice(model, data, options);
  const { backToWasm } = await import("./recover/back-to-wasm.ts");
  return backToWasm(options, (on) => trainOnDevice(model, data, on));
}

async function trainOnDevice(model: Layer, data: Dataset, options: TrainOptions): Promise<Run> {
  const prepared = await prepareTraining(model, data, options);
  const { checkpoint, resume } = options;
  if (checkpoint !== undefined || typeof resume === "string")
    prepared.dataChecksum = (await import("./checkpoint/data-checksum.ts")).dataChecksum(prepared.data);
  const resumed =
    resume === undefined
      ? undefined
      : await (await import("./run/read-resumed.ts")).readResumed(resume, options, prepared);
  const training =
    resumed === undefined
      ? prepared
      : { ...prepared, ...prepared.scaledBy(resumed.scales), weightsReport: resumed.saved.weightsReport };
  const { epochs, seed, progress, batchSize, now, signal } = training;
  sayOnce(training.hints);
  const started = now();
  // A run that goes on rounds as it did before, unless the options say otherwise.
  const before = resumed?.saved.model.parts;
  const { relaxedSimd = before?.relaxedSimd, winograd = before?.winograd } = deviceOptionsOf(options).wasm;
  const device = await openDevice({ ...options, wasm: { relaxedSimd, winograd } });
  let recorders: Recorders | undefined;
  try {
    checkMemory(device, training);
    recorders = await recordersOf(options, training, resumed);
    const weights =
      resumed === undefined
        ? await startingWeights(training, options)
        : { ...drawnWeights(training.model, seed), ...resumed.saved.state };
    const session = await TrainingSession.open({ device, ...training }, weights);
    const callbacks = new CallbackRunner(training.callbacks, training.monitors, signal, { training, session });
    recorders?.join(callbacks);
    const history: History = [];
    let place = resumed?.place ?? START;
    if (resumed !== undefined)
      await (await import("./run/go-on.ts")).goOn(resumed.saved, { session, training, callbacks, history, device });
    const safe = await SafePoints.open(session, place);
    const ending = (stopped: Stopped): Ending => ({
      training,
      callbacks,
      history: [...history],
      stopped,
      relaxedSimd,
      winograd,
      place: safe.latest.place,
      state: safe.latest.state,
      weights: session.modelWeightsOf(safe.latest.state),
      signals: [...session.signals],
      nonFinite: session.nonFinite,
      seconds: (resumed?.saved.seconds ?? 0) + (now() - started) / 1000,
      backend: computedBy(resumed?.saved.backend, device.description),
    });
    const ended = async ({ ending: of, test }: Tested): Promise<Run> => {
      if (of.place.skipped > 0) (await import("./non-finite/say-skipped.ts")).saySkipped(of);
      if (resumed !== undefined)
        (await import("./run/go-on.ts")).sayOtherBits(resumed.saved, withoutTrial(device.description));
      await recorders?.ended(of);
      const run = runOf(of, test);
      await recorders?.end(run, safe.latest.place);
      return run;
    };
    const soFar = () => ending({ reason: "aborted", epoch: history.length });
    try {
      const report = reporterOf(training, started, place, device);
      let [stopped, last]: [Stopped?, Epoch?] = [];
      while (place.epoch <= epochs && stopped === undefined) {
        const epochStarted = now();
        const watch = { ...recorders?.watch(soFar), report: report(history) };
        ({ place, stopped } = await trainEpoch(session, training, safe, place, callbacks, watch));
        if (stopped !== undefined) break;
        const { epoch } = place;
        const means = meansAt(place);
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
        place = afterEpoch(place);
        safe.rename(place);
        training.monitors.add(last);
        const own = session.signals.slice(session.signals.findLastIndex((signal) => signal.epoch < epoch) + 1);
        stopped = await callbacks.epochEnd(history, session.modelWeightsOf(safe.latest.state), own);
        await recorders?.epoch(last, own);
        await recorders?.safe(place, soFar);
      }
      if (place !== safe.latest.place && !(await safe.secure(place))) await safe.goBack();
      const tested = await testOf(session, ending(stopped ?? { reason: "epochs", epoch: epochs }), options);
      if (stopped !== undefined || last === undefined || !divergedLate(place, last, tested.test))
        return await ended(tested);
      const { backToFinite, divergence } = await import("./recover/divergence.ts");
      const weights = await backToFinite(session, training, safe, place, callbacks);
      const late = divergence(place, "up to the end of the last epoch", weights, session.nonFinite);
      return await ended(await testOf(session, ending(late), options));
    } catch (cause) {
      if (safe.latest.place.steps === (resumed?.place ?? START).steps) throw cause; // nothing to lose
      const detail = errorText(cause);
      const broken = ending({ reason: "aborted", epoch: history.length, detail });
      const run = await ended({ ending: broken, test: undefined }).catch(() => runOf(broken, undefined)); // what fails first is what is reported
      throw new TrainingError(run, cause);
    } finally {
      await session.close();
    }
  } finally {
    await recorders?.close();
    await device.close();
  }
}

/** What goes along with a run: few ask for it. */
async function recordersOf(options: TrainOptions, training: Training, resumed: Resumed | undefined) {
  if (!(ALONG.some((name) => options[name] !== undefined) || training.callbacks.some(({ ofSteps }) => ofSteps)))
    return undefined;
  return (await import("./recorders.ts")).Recorders.open(options, training, resumed);
}

const ALONG = ["onStep", "pace", "log", "checkpoint", "maxSteps", "maxTime"] as const;
