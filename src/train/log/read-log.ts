import { usageError } from "../../errors.ts";
import { show } from "../../options/show.ts";
import { type RunLog, runLog } from "./folder/run-log.ts";

/**
 * What the folder of a run has that `train(…, { log: "runs/a" })` writes (Node.js): its settings, all steps and epochs, signals,
 * and how it ended. The run may be under way, or may have been killed; half a line at the end of a file is left out.
 * @throws a run error for a folder that holds no run, and for a file that is damaged.
 * @example
 * const { run, steps, epochs } = await readLog("runs/a");
 */
export async function readLog(folder: string): Promise<RunLog> {
  if (typeof folder === "string" && folder !== "") return runLog(folder);
  throw usageError({ where: "readLog", expected: "the folder of a run, as a string", received: show(folder) });
}
