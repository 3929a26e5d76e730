import type { Measures, Stopped, TestMeasures } from "./history.ts";

/** What is said of a run that was under way when it was interrupted. */
export const INTERRUPTED = "interrupted";

/** What is asked of a run to tell whether it is a success. */
export interface Outcome {
  stopped: Stopped;
  history: readonly { validation?: Measures }[];
  test: TestMeasures | undefined;
  steps: number;
  skippedSteps: number;
}

/** Why a run is no success, in words; undefined for one that is. */
export function failureOf({ stopped, history, test, steps, skippedSteps }: Outcome): string | undefined {
  if (stopped.reason === "diverged") return `diverged: ${stopped.detail}`;
  if (stopped.reason === "aborted") return stopped.detail === undefined ? INTERRUPTED : `broke off: ${stopped.detail}`;
  if (steps > 0 && skippedSteps === steps)
    return `no step was taken: the loss or gradient of all ${steps} steps was not finite`;
  const [part, measured] = test === undefined ? ["validation", history.at(-1)?.validation] : ["test", test];
  // A metric may have no value where the weights are good: rocAuc of samples of one class.
  const loss = measured?.loss ?? 0;
  return Number.isFinite(loss) ? undefined : `the ${part} loss of its last weights is ${loss}${skipped(skippedSteps)}`;
}

function skipped(steps: number): string {
  return steps === 0 ? "" : `; ${steps} of its steps were skipped, as their loss or gradient was not finite`;
}
