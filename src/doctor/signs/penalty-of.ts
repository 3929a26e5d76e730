import type { Patient } from "../examination.ts";
import { stagesOf } from "../structure/stages-of.ts";

/** What pulls the weights of a run to 0, by which option, and how strongly; undefined where nothing does. */
export function penaltyOf({ training }: Patient): { name: string; option: string; strength: number } | undefined {
  for (const { name, values } of stagesOf(training.optimizer))
    for (const option of ["weightDecay", "strength"]) {
      const strength = (values as Record<string, unknown>)[option];
      if (typeof strength === "number" && strength > 0) return { name, option, strength };
    }
  return undefined;
}
