import type { StepPlace } from "../../optimize/step/trace-update.ts";
import type { Training } from "../prepare/prepare-training.ts";
import { type Place, takenAt } from "../recover/place.ts";

/** Schedules count the steps of whole epochs, also where an earlier part of the run had epochs of another length. */
export function stepPlaceOf({ progress: { stepsPerEpoch } }: Training, place: Place): StepPlace {
  return { step: (place.epoch - 1) * stepsPerEpoch + place.step, taken: takenAt(place) };
}
