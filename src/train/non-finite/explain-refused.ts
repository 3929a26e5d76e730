import { once } from "../../once.ts";
import { stepPlaceOf } from "../epoch/step-place.ts";
import type { Training } from "../prepare/prepare-training.ts";
import { hasDiverged, type Place } from "../recover/place.ts";
import type { TrainingSession } from "../step/session.ts";
import { NonFiniteFinder } from "./non-finite-finder.ts";

/** Steps that were not taken of which is found what was not finite first; where the run diverges, one of the last. */
const MOST = 3;

const finders = new WeakMap<TrainingSession, NonFiniteFinder>();

/** Finds what was not finite first in the step that led to a place and was not taken: in the first of several in a row. */
export async function explainRefused(
  session: TrainingSession,
  training: Training,
  place: Place,
  batch: Uint32Array,
): Promise<void> {
  const { steps, inARow, epoch } = place;
  const nonFinite = session.nonFinite.filter(({ step }) => step < steps); // later ones were taken again since
  const first = inARow === 1 && nonFinite.length < MOST;
  if (!first && !(hasDiverged(place) && !nonFinite.some(({ step }) => step > steps - inARow))) return;
  const finder = once(finders, session, () => new NonFiniteFinder(session.inside));
  const found = await finder.find({
    batch,
    at: stepPlaceOf(training, { ...place, step: place.step - 1, steps: steps - 1, skipped: place.skipped - 1 }),
    step: steps,
    epoch,
    sampleAt: sampleAt(training, place.step - 1),
  });
  if (found !== undefined) session.nonFinite = [...nonFinite, found];
}

/** The number in the training set of what is fed as an index in a step's batch: of a streamed set, a chunk is there. */
function sampleAt({ data, chunkSize, batchSize }: Training, step: number): (index: number) => number {
  if (data.stream === undefined) return (index) => index;
  const chunk = Math.floor(step / Math.ceil(chunkSize / batchSize));
  return (index) => chunk * chunkSize + index;
}
