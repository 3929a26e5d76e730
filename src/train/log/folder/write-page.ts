import type { Dataset } from "../../../data/dataset.ts";
import { writeFileWhole } from "../../../files.ts";
import type { Run } from "../../run/run.ts";
import { runLog } from "./run-log.ts";

/**
 * The page of a run in its folder. Pages are made of runs, so they come after training in the order of parts, and this file
 * alone asks for one, when all is trained.
 */
export async function writePage(folder: string, run: Run, data: Dataset): Promise<void> {
  const { pageOfRun } = await import("../../../report/log/page-of-run.ts");
  try {
    await writeFileWhole(`${folder}/report.html`, await pageOfRun(await runLog(folder), run, data));
  } finally {
    await run.model.close();
  }
}
