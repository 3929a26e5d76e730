import type { Device } from "../../backend/backend.ts";
import { isOnTrial } from "../../backend/on-trial.ts";
import type { TrainingSession } from "../../train/step/session.ts";

/** More steps than a trial takes. */
const MOST = 40;

/**
 * Takes steps until "auto" has chosen what computes, and undoes them: everything that is examined afterwards is computed by one
 * device, and later devices can be of the same backend.
 * @param batch of each of these steps.
 */
export async function settle(
  session: TrainingSession,
  device: Pick<Device, "description">,
  batch: Uint32Array,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (!isOnTrial(device.description)) return;
  const start = await session.trainingState();
  // Not from step 0 on, whose signals are recorded.
  for (let step = 1; step <= MOST && isOnTrial(device.description) && !signal?.aborted; step++)
    await session.step([batch], { step, taken: 0 });
  await session.restore(start);
}
