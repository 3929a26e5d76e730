import { usageError } from "../../../errors.ts";
import { namesIn } from "../../../files.ts";
import type { Epoch } from "../../run/history.ts";
import type { RunRecord } from "../../run/run-record.ts";
import { type LoggedRun, RUN_FILE, readLoggedRun } from "./logged-run.ts";
import { rowsUpTo } from "./run-log.ts";

/**
 * The run that a folder holds already, if it may go on there: the one that is resumed. One that took no step may be replaced.
 * @param epochs rows of the folder that the resumed run should have too.
 * @throws a usage error for the folder of another run.
 */
export async function demandFree(
  folder: string,
  saved?: RunRecord,
  epochs: readonly Epoch[] = [],
): Promise<LoggedRun | undefined> {
  if (!(await namesIn(folder)).includes(RUN_FILE)) return undefined;
  const before = await readLoggedRun(folder);
  if (saved === undefined) {
    if ((await rowsUpTo(folder)).steps.rows.length === 0) return undefined;
  } else if (
    before.config.seed === saved.config.seed &&
    epochs.every((row, i) => Object.is(row.train.loss, saved.history[i].train.loss))
  )
    return before;
  throw usageError({
    where: "train: log",
    expected: `a folder without a run${saved === undefined ? "" : ", or that of the run that is resumed"}`,
    received: `${folder}, which has one that began at ${before.started}`,
    fix: `Choose another folder${saved === undefined ? ", or go on with that run: resume" : ""}.`,
  });
}
