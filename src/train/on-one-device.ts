import type { Device } from "../backend/backend.ts";
import { engineOf } from "../backend/engine-of.ts";
import { isOnTrial } from "../backend/on-trial.ts";
import type { Evaluated } from "./run/history.ts";
import type { TrainingSession } from "./step/session.ts";

/**
 * All measures by one device of "auto". While two are on trial, the first one gives the results: where the other one is chosen, it
 * begins again.
 */
export async function onOneDevice(
  session: TrainingSession,
  device: Pick<Device, "description">,
  batchSize: number,
): Promise<Evaluated> {
  const before = device.description;
  const isOther = () => engineOf(device.description) !== engineOf(before);
  const first = await session.evaluate("test", batchSize, isOnTrial(before) ? isOther : undefined);
  const test = first ?? (await session.evaluate("test", batchSize));
  return Object.assign(test, { backend: first !== undefined && isOther() ? before : device.description });
}
