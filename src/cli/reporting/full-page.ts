import { EvenkeelError } from "../../errors.ts";
import { defineRecipe } from "../../recipe/define-recipe.ts";
import type { OwnTricks } from "../../recipe/own-tricks.ts";
import { dataOfRecipe } from "../../recipe/recipe-data.ts";
import { logReport } from "../../report/log/log-report.ts";
import { runHtml } from "../../report/run/run-html.ts";
import { runReport } from "../../report/run/run-report.ts";
import { loadRun } from "../../saved/load-run.ts";
import { checkpointFiles } from "../../train/checkpoint/checkpoint-files.ts";
import { newestIntact } from "../../train/checkpoint/newest-intact.ts";
import { cacheFolder } from "../cache-folder.ts";
import type { Host } from "../host.ts";
import type { FoundRun } from "./found-runs.ts";

/**
 * The page of a run: with all that its model says of the data, where the folder has a checkpoint and the recipe of its data;
 * else with what was logged.
 */
export async function fullPage(
  { folder, log, recipe }: FoundRun,
  host: Host,
  use: OwnTricks | undefined,
): Promise<string> {
  const logged = logReport(log);
  if (folder === undefined || recipe === undefined || (await checkpointFiles(folder)).length === 0)
    return runHtml(logged);
  try {
    const whole = defineRecipe({ ...recipe, ...(use && { use }) });
    const data = await dataOfRecipe(whole, { cache: cacheFolder(host), signal: host.signal });
    const run = await loadRun((await newestIntact(folder)).path, { use });
    const judged = await runReport(run, data);
    await run.model.close();
    return runHtml({
      ...judged,
      ...logged,
      wrong: judged.wrong,
      ...(judged.confusion && { confusion: judged.confusion }),
    });
  } catch (error) {
    if (!(error instanceof EvenkeelError)) throw error;
    host.err(`The page has what was logged alone, as its model cannot be asked: ${error.message}`);
    return runHtml(logged);
  }
}
