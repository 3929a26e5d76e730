import type { Measures } from "../../train/run/history.ts";
import type { StudyRun } from "../study.ts";

/** Names of trials begin so, and then name the variant that is tuned. */
export const TRIAL_OF = "trial of ";

/** Whether a run is a trial of tuning, which goes by the validation set alone. */
export function isTrial({ variant }: Pick<StudyRun, "variant">): boolean {
  return variant.startsWith(TRIAL_OF);
}

/** What the validation set says: after the epoch whose weights the run gave back, which is the last one by default. */
export function validationRow({ stopped, history }: Pick<StudyRun, "stopped" | "history">): Measures | undefined {
  return (history.find(({ epoch }) => epoch === stopped?.bestEpoch) ?? history.at(-1))?.validation;
}
