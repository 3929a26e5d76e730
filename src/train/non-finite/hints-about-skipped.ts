import type { Stopped } from "../run/history.ts";
import type { NonFinite } from "./non-finite.ts";

/** What is said of steps that changed nothing; nothing where the run diverged, which says it itself. */
export function hintsAboutSkipped({
  steps,
  skippedSteps,
  nonFinite = [],
  stopped,
}: {
  steps: number;
  skippedSteps: number;
  nonFinite?: readonly NonFinite[] | undefined;
  stopped: Pick<Stopped, "reason">;
}): string[] {
  if (skippedSteps === 0 || stopped.reason === "diverged") return [];
  const counted = `${skippedSteps} of ${steps} steps were skipped, because their loss, gradient or update was not finite.`;
  return [[counted, ...nonFinite.map(({ detail }) => `At ${detail}`)].join(" ")];
}
