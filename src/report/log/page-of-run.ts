import type { Dataset } from "../../data/dataset.ts";
import type { RunLog } from "../../train/log/folder/run-log.ts";
import type { Run } from "../../train/run/run.ts";
import { runHtml } from "../run/run-html.ts";
import { runReport } from "../run/run-report.ts";
import { logReport } from "./log-report.ts";

/** The page of a run that was logged. One that was interrupted has what was measured so far, without asking its model. */
export async function pageOfRun(log: RunLog, run: Run, data: Dataset): Promise<string> {
  if (run.stopped.reason === "aborted") return runHtml(logReport(log));
  return runHtml({ ...(await runReport(run, data)), steps: log.steps });
}
