import { sampleCount } from "../../data/dataset.ts";
import { learningRateOf } from "../../optimize/learning-rate.ts";
import { defined } from "../../options/defined.ts";
import { CallbackRunner } from "../../train/callback-runner.ts";
import { signals } from "../../train/callbacks/signals.ts";
import { trainEpoch } from "../../train/epoch/train-epoch.ts";
import { Monitors } from "../../train/monitors.ts";
import type { Training } from "../../train/prepare/prepare-training.ts";
import { startingWeights } from "../../train/prepare/starting-weights.ts";
import type { StepRecord } from "../../train/recorder.ts";
import { Recorders } from "../../train/recorders.ts";
import { afterEpoch, meansAt, type Place, START } from "../../train/recover/place.ts";
import { SafePoints } from "../../train/recover/safe-points.ts";
import type { Epoch, History, Stopped } from "../../train/run/history.ts";
import { TrainingSession } from "../../train/step/session.ts";
import type { CourseFacts, Evaluation, Patient } from "../examination.ts";
import { clippedShare } from "./clipped-share.ts";
import { evaluationSteps } from "./evaluation-steps.ts";
import type { Host } from "./host.ts";
import { kernelNorm } from "./kernel-norm.ts";
import { LIMITS } from "./limits.ts";
import { mainMeasure } from "./main-measure.ts";
import { Measurer } from "./measurer.ts";
import { nonFiniteText } from "./non-finite-text.ts";
import { openNext } from "./open-next.ts";
import { measuredData } from "./sample-of.ts";

/** About how often signals are recorded in it. */
const RECORDED = 30;

/**
 * A short training as the patient would be trained, by the same loop, from its first weights: the first steps of the run, with
 * signals of the layers, and measured in inference mode at about twelve places. Schedules take the steps of the whole run.
 */
export async function courseFacts(patient: Patient, host: Host = {}): Promise<CourseFacts> {
  const given = patient.training;
  const planned = Math.min(given.progress.totalSteps, given.maxSteps ?? Infinity);
  const most = Math.min(planned, host.steps ?? LIMITS.courseOverProbe * LIMITS.probeSteps);
  const training = watched(given, most, host.signal);
  const { stepsPerEpoch } = training.progress;
  const steps: StepRecord[] = [];
  const recorders = await Recorders.open({ maxSteps: most, onStep: (row) => steps.push(row) }, training, undefined);
  const device = await openNext(host);
  try {
    const session = await TrainingSession.open({ device, ...training }, await startingWeights(training, host));
    const measurer = new Measurer(session);
    const callbacks = new CallbackRunner(training.callbacks, training.monitors, host.signal);
    const safe = await SafePoints.open(session, START);
    const evaluations: Evaluation[] = [];
    const due = evaluationSteps(most, stepsPerEpoch);
    const evaluate = async ({ steps: step }: Place) => {
      if (!due.includes(step) || evaluations.at(-1)?.step === step) return;
      const validation = training.data.validation && (await measurer.measure("validation"));
      const weightNorm = kernelNorm(training.model, session.modelWeightsOf(safe.latest.state));
      host.onProgress?.({ phase: "during", step, steps: most });
      evaluations.push({ step, train: await measurer.measure("test"), validation, weightNorm });
    };
    await evaluate(START);
    const own = recorders.watch(() => {
      throw new Error("a short training is not saved");
    });
    const watch = {
      ...own,
      report: () => {},
      until: (place: Place) => Math.min(own.until?.(place) ?? Infinity, due.find((step) => step > place.steps) ?? most),
      secured: async (place: Place) => {
        await own.secured?.(place);
        await evaluate(place);
      },
    };
    const history: History = [];
    let place: Place = START;
    let stopped: Stopped | undefined;
    while (place.epoch <= training.epochs && stopped === undefined) {
      ({ place, stopped } = await trainEpoch(session, training, safe, place, callbacks, watch));
      if (stopped !== undefined || place.step === 0) break;
      const { epoch } = place;
      const ended: Epoch = {
        epoch,
        learningRate: learningRateOf(training.optimizer, { step: epoch * stepsPerEpoch - 1, ...training.progress }),
        train: meansAt(place),
        ...defined({ validation: await validationOf(session, training, evaluations, place) }),
        seconds: 0,
      };
      place = afterEpoch(place);
      safe.rename(place);
      if (training.callbacks.some((one) => one.reestimates?.(epoch, training.progress))) {
        await session.reestimate(training.batchSize);
        await safe.secure(place);
      }
      history.push(ended);
      training.monitors.add(ended);
      const recorded = session.signals.filter((signal) => signal.epoch === epoch);
      stopped = await callbacks.epochEnd(history, session.modelWeightsOf(safe.latest.state), recorded);
      if (place.steps >= most) break;
    }
    await recorders.steps(place);
    if (evaluations.at(-1)?.step !== place.steps && place.steps > 0) {
      due.push(place.steps);
      await evaluate(place);
    }
    return {
      steps,
      stepsPerEpoch,
      plannedSteps: planned,
      signals: session.signals.slice(),
      history,
      evaluations,
      // That the examination is shorter than the run is none of the run's reasons to end.
      stopped: stopped?.reason === "steps" && most < planned ? undefined : stopped,
      skippedSteps: place.skipped,
      nonFinite: nonFiniteText(session.nonFinite[0]),
      clipped: clippedShare(training.optimizer, steps, session.signals),
      sampleLosses: await measurer.sampleLosses("test"),
      main: mainMeasure(training),
    };
  } finally {
    await recorders.close();
    await device.close();
  }
}

/** The training with what an examination measures in its data, signals, and monitors of its own; `watch` does not watch itself. */
function watched(given: Training, steps: number, signal: AbortSignal | undefined): Training {
  const data = measuredData(given.data, given.seed);
  const samples = sampleCount(data.train);
  const monitors = new Monitors(given.metrics, data.validation !== undefined);
  const others = given.callbacks.filter(({ name }) => name !== "watch" && name !== "signals");
  const every = Math.max(1, Math.floor(steps / RECORDED));
  return {
    ...given,
    data,
    samples,
    chunk: undefined,
    callbacks: [signals({ every }), ...others],
    monitors,
    progress: {
      ...given.progress,
      stepsPerEpoch: Math.ceil(samples / given.batchSize),
      losses: monitors.falling("train"),
      monitored: (monitor) => monitors.falling("train", monitor),
    },
    signal,
    onProgress: () => {},
  };
}

/** The measures on the validation part after an epoch: those of an evaluation, or, where callbacks or schedules go by them, measured now. */
async function validationOf(
  session: TrainingSession,
  { data, batchSize, callbacks, progress }: Training,
  evaluations: readonly Evaluation[],
  { steps }: Place,
) {
  if (data.validation === undefined) return undefined;
  const last = evaluations.at(-1);
  if (last?.step === steps && last.validation !== undefined)
    return Object.fromEntries(Object.entries(last.validation).map(([name, { mean }]) => [name, mean]));
  const needed = callbacks.some(({ start }) => start !== undefined) || progress.losses !== undefined;
  return needed ? session.evaluate("validation", Math.min(batchSize, sampleCount(data.validation))) : undefined;
}
