import { batchesOf, stepPlaceOf } from "./epoch-order.ts";
import type { Epoch, Measures, Stopped } from "./history.ts";
import { afterStep, type Place, takenAt } from "./place.ts";
import type { SafePoints } from "./safe-points.ts";
import type { TrainingSession } from "./session.ts";
import type { Training } from "./training.ts";

/** What is said of a run that ends with so many steps in a row that were not taken. */
export function divergence(place: Place, when: string): Stopped {
  const { epoch, inARow, refused } = place;
  return {
    reason: "diverged",
    epoch: epoch - 1,
    detail:
      `${causeOf(refused)} for ${inARow} ${inARow === 1 ? "step" : "steps"} in a row, ${when}; the weights are ` +
      `${takenAt(place) === 0 ? "the initial ones" : "the last ones whose loss was finite"}. ` +
      "Try a learning rate ten times smaller, clipByGlobalNorm(1), or inputs scaled to [0, 1].",
  };
}

/** The same of a run that came to the end of its `last` epoch, but took no step in the end and has no finite loss any more. */
export function lateDivergence(place: Place, last: Epoch, test: Measures | undefined): Stopped | undefined {
  const measured = [last.train.loss, (last.validation ?? test)?.loss ?? 0];
  if (place.inARow === 0 || measured.every(Number.isFinite)) return undefined;
  return divergence(place, "up to the end of the last epoch");
}

/**
 * Where the loss itself is not finite, the last step that was taken led there: it is undone, so that the latest safe
 * point has the last weights whose loss was finite. Steps between are done again, with the same bits.
 */
export async function backToFinite(
  session: TrainingSession,
  training: Training,
  safe: SafePoints,
  place: Place,
): Promise<void> {
  const diverged = !Number.isFinite(place.refused?.loss);
  const recorded = [...session.signals];
  const since = diverged ? await safe.goBackBefore(place) : undefined;
  if (since === undefined) {
    await safe.secure(place);
    return;
  }
  const order = batchesOf(training, since.epoch);
  let at = since;
  while (takenAt(at) < takenAt(place) - 1) {
    const batch = order[at.step];
    const [result] = await session.step([batch], stepPlaceOf(training, at));
    at = afterStep(at, result, batch.length);
  }
  session.signals.length = 0;
  for (const row of recorded) session.signals.push(row); // also what was recorded of the steps that led astray
  await safe.secure({ ...place, skipped: place.skipped + 1 });
}

function causeOf(refused: Place["refused"]): string {
  if (refused === undefined || !Number.isFinite(refused.loss)) return `the loss was ${refused?.loss}`;
  if (!Number.isFinite(refused.gradientNorm)) return `the gradient's norm was ${refused.gradientNorm}`;
  return "what a step made of the weights or statistics was not finite";
}
