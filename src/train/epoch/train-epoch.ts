import type { CallbackRunner } from "../callback-runner.ts";
import type { Training } from "../prepare/prepare-training.ts";
import { afterStep, hasDiverged, meansAt, type Place } from "../recover/place.ts";
import type { SafePoints } from "../recover/safe-points.ts";
import type { Measures, Stopped } from "../run/history.ts";
import type { TrainingSession } from "../step/session.ts";
import type { StepResult } from "../step/step-result.ts";
import { orderOf } from "./epoch-order.ts";
import { stepPlaceOf } from "./step-place.ts";
import { stepsAtOnce } from "./steps-at-once.ts";

/** The most steps queued before a report. */
const MOST_AT_ONCE = 64;
/** Milliseconds from one safe point to the next within an epoch: copying the state takes a few of them. */
const SECURE_EVERY = 1000;

/** What is told of the steps while they are taken, and asked. */
export interface EpochWatch {
  /** How far it is, a few times a second. */
  report(place: Place, train: Measures): void;
  /** A step led to `place`; it may be done again. */
  took?(place: Place, result: StepResult): void;
  /** The place is safe: its steps are not done again. */
  secured?(place: Place): Promise<void>;
  /** The steps of the run after which a place is to be safe. */
  until?(place: Place): number;
  /** Waits until steps may be taken from a safe place on. */
  pace?(place: Place): Promise<void>;
  /** Why the run ends at a place; undefined if it goes on. */
  ended?(place: Place): Stopped | undefined;
}

export interface EpochResult {
  place: Place;
  /** Why the epoch was not finished. */
  stopped: Stopped | undefined;
}

/** Goes on with an epoch, over the training set in the epoch's own random order, from a place to its end. */
export async function trainEpoch(
  session: TrainingSession,
  training: Training,
  safe: SafePoints,
  from: Place,
  callbacks: Pick<CallbackRunner, "kept">,
  watch: EpochWatch,
): Promise<EpochResult> {
  const { signal, now } = training;
  const { epoch } = from;
  const order = await orderOf(session, training, epoch);
  let place = from;
  let [atOnce, most] = [1, MOST_AT_ONCE];
  let secured = now();
  let single = 0; // up to this step of the epoch, one at a time: an update among them was not finite

  while (place.step < order.length) {
    await watch.pace?.(place);
    if (signal?.aborted) return { place, stopped: { reason: "aborted", epoch: epoch - 1 } };
    const started = now();
    const ended = watch.ended?.(place);
    if (ended !== undefined) return { place, stopped: ended };
    const one = place.step < single;
    const until = watch.until?.(place) ?? Infinity;
    const before = place;
    const some = await order.take(place.step, one ? 1 : Math.min(atOnce, until - place.steps));
    const results = await session.step(some, stepPlaceOf(training, place));
    results.forEach((result, i) => {
      place = afterStep(place, result, some[i].length);
      watch.took?.(place, result);
    });
    const last = results.at(-1) as StepResult;
    const perStep = (now() - started) / results.length;
    const fitting = stepsAtOnce(perStep, MOST_AT_ONCE);
    // After a step that was not taken, those queued behind it have to be computed again: few at first.
    most = last.finite === 0 ? 1 : Math.min(MOST_AT_ONCE, 4 * most);
    atOnce = Math.min(fitting, most);

    let failed = last;
    const due = place.step === order.length || place.steps === until || now() - secured > SECURE_EVERY;
    if (one || due || hasDiverged(place)) {
      if (await safe.secure(place)) secured = now();
      else if (one) {
        failed = { ...last, finite: 0 };
        place = afterStep(before, failed, some[0].length);
        watch.took?.(place, failed);
        await safe.undo(place);
      } else {
        single = place.step;
        place = await safe.goBack();
        continue;
      }
    }
    if (failed.finite === 0) {
      const { explainRefused } = await import("../non-finite/explain-refused.ts");
      await explainRefused(session, training, place, some[results.length - 1]);
    }
    if (place.step === order.length && failed.finite === 0 && (await session.joinAverage(stepPlaceOf(training, place))))
      await safe.secure(place);
    if (safe.latest.place === place) await watch.secured?.(place);
    if (hasDiverged(place)) {
      const { backToFinite, divergence } = await import("../recover/divergence.ts");
      const weights = await backToFinite(session, training, safe, place, callbacks);
      const stopped = divergence(place, `up to step ${place.step} of epoch ${epoch}`, weights, session.nonFinite);
      return { place: safe.latest.place, stopped };
    }
    watch.report(place, meansAt(place));
  }
  return { place, stopped: undefined };
}
