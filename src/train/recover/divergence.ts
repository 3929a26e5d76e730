import type { CallbackRunner } from "../callback-runner.ts";
import { orderOf } from "../epoch/epoch-order.ts";
import { stepPlaceOf } from "../epoch/step-place.ts";
import type { NonFinite } from "../non-finite/non-finite.ts";
import type { Training } from "../prepare/prepare-training.ts";
import type { Stopped } from "../run/history.ts";
import type { TrainingSession } from "../step/session.ts";
import { afterStep, type Place, takenAt } from "./place.ts";
import type { SafePoints } from "./safe-points.ts";

const LAST_FINITE = "the last ones whose loss was finite";

/** How a run is reported that ends with `inARow` refused steps; `weights` says which ones it gives back. */
export function divergence(place: Place, when: string, weights: string, found: readonly NonFinite[]): Stopped {
  const { epoch, steps, inARow, refused } = place;
  const first = found.find(({ step }) => step > steps - inARow); // of these in a row
  return {
    reason: "diverged",
    epoch: epoch - 1,
    detail:
      `${causeOf(refused)} for ${inARow} ${inARow === 1 ? "step" : "steps"} in a row, ${when}; ` +
      `the weights are ${weights}. ` +
      "Try a learning rate ten times smaller, clipByGlobalNorm(1), or inputs scaled to [0, 1]." +
      (first === undefined ? "" : ` At ${first.detail}`),
  };
}

/**
 * Where the loss itself is not finite, the last step that was taken led there: it is undone, so that the latest safe
 * point has the last weights whose loss was finite. Steps between are done again, with the same bits. Gives what to say of
 * the weights of the latest safe point, unless a callback kept others: a resumed run knows none before its own.
 */
export async function backToFinite(
  session: TrainingSession,
  training: Training,
  safe: SafePoints,
  place: Place,
  callbacks: Pick<CallbackRunner, "kept">,
): Promise<string> {
  const diverged = !Number.isFinite(place.refused?.loss);
  const recorded = [...session.signals];
  const since = diverged ? await safe.goBackBefore(place) : undefined;
  // The loss over an epoch is that before its steps: it may have chosen weights that have none.
  if (since !== undefined && training.data.validation === undefined && (callbacks.kept?.epoch ?? 0) >= since.epoch)
    callbacks.kept = undefined;
  const said = callbacks.kept && `those after epoch ${callbacks.kept.epoch}`;
  if (since === undefined) {
    if (takenAt(place) === 0) return said ?? "the initial ones";
    return said ?? (diverged ? "those that the run was resumed with" : LAST_FINITE);
  }
  const order = await orderOf(session, training, since.epoch);
  let at = since;
  while (takenAt(at) < takenAt(place) - 1) {
    const [batch] = await order.take(at.step, 1);
    const [result] = await session.step([batch], stepPlaceOf(training, at));
    at = afterStep(at, result, batch.length);
  }
  session.signals.length = 0;
  for (const row of recorded) session.signals.push(row); // also what was recorded of the steps that led astray
  await safe.secure({ ...place, skipped: place.skipped + 1 });
  return said ?? LAST_FINITE;
}

function causeOf(refused: Place["refused"]): string {
  if (refused === undefined) return "the loss or gradient was not finite"; // before the run was resumed
  if (!Number.isFinite(refused.loss)) return `the loss was ${refused.loss}`;
  if (!Number.isFinite(refused.gradientNorm)) return `the gradient's norm was ${refused.gradientNorm}`;
  return "what a step made of the weights or statistics was not finite";
}
