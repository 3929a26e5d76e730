import { writeFileWhole } from "../../files.ts";
import { logReport } from "../../report/log/log-report.ts";
import { runsHtml } from "../../report/log/runs-html.ts";
import { hanging } from "../../report/words/wrap.ts";
import { numbersOf } from "../../train/run/history.ts";
import { VERSION } from "../../version.ts";
import type { AddCommand } from "../command.ts";
import { readTricks } from "../judging/read-tricks.ts";
import { measuresColumn, measuresTable } from "../measures-table.ts";
import { outputFile } from "../output-file.ts";
import { type FoundRun, foundRuns } from "../reporting/found-runs.ts";
import { fullPage } from "../reporting/full-page.ts";
import { asError, tellFailure } from "../tell-failure.ts";

export const reportCommand: AddCommand = (program, host, exit) => {
  program
    .command("report")
    .description("make the page of a run, or of several side by side: evenkeel report runs/a runs/b")
    .argument("<runs...>", "folders that --log or --checkpoint wrote, folders of these, or files of saved runs")
    .option(
      "--out <file>",
      "where the page is written (default: report.html in the folder of a single run, else reports/runs.html)",
    )
    .option("--use <file>", "a module that exports your own tricks that are in the runs")
    .action(async (paths: readonly string[], flags: Readonly<Record<string, string | boolean>>) => {
      const use = typeof flags.use === "string" ? await readTricks(flags.use) : undefined;
      const runs = await foundRuns(paths, use);
      const [first] = runs;
      const single = runs.length === 1;
      const place =
        single && first.folder !== undefined
          ? `${first.folder}/report.html`
          : `reports/${single ? first.name : "runs"}.html`;
      const out = await outputFile(typeof flags.out === "string" ? flags.out : place);
      const reports = runs.map(({ name, log, settings }) => ({ name, settings, report: logReport(log) }));
      const page = single ? await fullPage(first, host, use) : runsHtml(reports);
      const failed = await out.write((path) => writeFileWhole(path, page));
      if (flags.json === true)
        host.out(
          JSON.stringify({
            evenkeel: VERSION,
            runs: runs.map((run) => documentOf(run)),
            ...(failed === undefined ? { report: out.path } : asError(failed)),
          }),
        );
      else {
        for (const { name, log } of runs) for (const line of hanging("", lineOf(name, log), host.width)) host.out(line);
        const names = [...new Set(reports.flatMap(({ report }) => Object.keys(numbersOf(report.test ?? {}))))];
        const columns = reports.map(({ name, report }) => measuresColumn(name, report.test, report.units));
        if (names.length > 0) for (const line of measuresTable("Test", names, columns)) host.out(line);
        if (failed === undefined) host.out(`Report: ${out.path}`);
      }
      tellFailure(failed, host);
      exit(failed === undefined ? 0 : 1);
    });
};

/** "runs/a: 3 epochs, 60 steps; ended by epochs" */
function lineOf(name: string, { run, epochs, steps }: FoundRun["log"]): string {
  const done = run.ended?.steps ?? steps.at(-1)?.step ?? 0;
  const end = run.ended === undefined ? "under way, or killed" : `ended by ${run.ended.stopped.reason}`;
  return `${name}: ${epochs.length} epochs, ${done.toLocaleString("en")} steps; ${end}`;
}

/** A run as plain JSON, without its single steps. */
function documentOf({ name, folder, log: { run, epochs }, settings }: FoundRun) {
  return { name, folder, ...run, settings, history: epochs };
}
