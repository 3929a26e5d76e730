import type { ArmName, FromWorker, RunRequest } from "../protocol.ts";
import type { WorkerLike } from "./lane.ts";
import { Runner } from "./runner.ts";

/** A runner for each side, each with a worker of its own. */
export function runnersOf(
  spawn: () => WorkerLike,
  heard: (arm: ArmName, message: FromWorker, run: RunRequest | undefined) => void,
  failed: (arm: ArmName, message: string) => void,
): Record<ArmName, Runner> {
  const of = (arm: ArmName) =>
    new Runner(
      arm,
      spawn(),
      (message, run) => heard(arm, message, run),
      (message) => failed(arm, message),
    );
  return { a: of("a"), b: of("b") };
}
