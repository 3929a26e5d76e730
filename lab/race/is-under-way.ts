import type { RaceStatus } from "./race.ts";

/** Whether networks are being trained. */
export function isUnderWay(status: RaceStatus): boolean {
  return status === "preparing" || status === "running" || status === "following";
}
