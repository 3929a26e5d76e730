import { sayOnce } from "../../say-once.ts";
import type { Ending } from "../run/ending.ts";
import { hintsAboutSkipped } from "./hints-about-skipped.ts";

/** Says at the end of a run which steps it did not take, and leaves it among the run's hints. */
export function saySkipped({ training, place, nonFinite, stopped }: Ending): void {
  const hints = hintsAboutSkipped({ steps: place.steps, skippedSteps: place.skipped, nonFinite, stopped });
  training.hints.push(...hints);
  sayOnce(hints);
}
