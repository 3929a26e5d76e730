import { batches } from "../data/batches.ts";
import { type Place, takenAt } from "./place.ts";
import type { StepPlace } from "./trace-update.ts";
import type { Training } from "./training.ts";

/** The sample numbers of the batches of an epoch, in its order. */
export function batchesOf({ samples, batchSize, seed }: Training, epoch: number): Uint32Array[] {
  return [...batches(samples, batchSize, { seed, epoch })];
}

/** Schedules count the steps of whole epochs, also where an earlier part of the run had epochs of another length. */
export function stepPlaceOf({ progress: { stepsPerEpoch } }: Training, place: Place): StepPlace {
  return { step: (place.epoch - 1) * stepsPerEpoch + place.step, taken: takenAt(place) };
}
