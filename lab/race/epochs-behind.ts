import type { Epoch } from "evenkeel";
import type { RunRequest } from "../protocol.ts";
import type { Race } from "./race.ts";

/** Epochs of further seeds, with one more of a run. */
export function withEpoch(behind: Race["behind"]["value"], { arm, seed }: RunRequest, epoch: Epoch) {
  return behind.map((one) => (one.arm === arm && one.seed === seed ? { ...one, epochs: [...one.epochs, epoch] } : one));
}
