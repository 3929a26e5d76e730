import { engineOf } from "../../backend/engine-of.ts";
import { isOnTrial } from "../../backend/on-trial.ts";

/**
 * What is said of work that goes on where it rounds otherwise.
 * @param before what computed it, as its device said of itself; "unknown", or nothing, where a file does not say.
 * @param now what the device says that computes it now; nothing is said of one that is on trial.
 */
export function otherBits(what: "run" | "range test" | "study", before: string | undefined, now: string): string[] {
  if (before === undefined || before === "unknown" || isOnTrial(now) || engineOf(before) === engineOf(now)) return [];
  return [
    `The ${what} was computed by ${before}, and goes on by ${now}: its last bits are not those of a ${what} that stayed there.`,
  ];
}
