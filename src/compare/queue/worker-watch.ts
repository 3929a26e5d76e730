import { runError } from "../../errors.ts";
import { sayOnce } from "../../say-once.ts";
import { counted } from "../words/number-words.ts";
import type { Presence } from "./presence.ts";

/** Looks in a row that find workers, and none that may do these runs, until that is an error. */
const PATIENT_LOOKS = 4;

/** Looks after whether there is anybody who carries out the runs of a queue. */
export function workerWatch({ name, shown }: { name: string; shown: string }) {
  let looks = 0;
  /** @throws a run error, if all workers are of other versions or engines, and stay so. */
  return (workers: readonly Presence[], waiting: number): void => {
    if (waiting === 0 || workers.some(({ queue }) => queue === name)) {
      looks = 0;
      return;
    }
    if (workers.length === 0)
      sayOnce([
        `No worker is at ${shown}: ${counted(waiting, "run")} wait. Start some: evenkeel worker --queue ${shown}`,
      ]);
    if (workers.length === 0 || ++looks < PATIENT_LOOKS) return;
    const others = workers.slice(0, 3).map(({ worker, queue }) => `${worker} with ${queue}`);
    throw runError({
      where: "compare: queue",
      expected: `workers of the version and engine ${name}`,
      received: `${others.join(", ")}${workers.length > 3 ? ", …" : ""}`,
      fix: "Install the same version of evenkeel there. Where multiply-and-add is fused differently or Math rounds otherwise, results would differ: start the study on such a machine, or use workers like this one.",
    });
  };
}
