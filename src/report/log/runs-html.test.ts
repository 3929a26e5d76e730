import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { points, SMALL, small } from "../../../test/small-runs.ts";
import { sgd } from "../../optimize/optimizers/sgd.ts";
import { readRun } from "../../saved/load-run.ts";
import { readLog } from "../../train/log/read-log.ts";
import { train } from "../../train/train.ts";
import { runHtml } from "../run/run-html.ts";
import { differences } from "./differences.ts";
import { logOfSaved } from "./log-of-saved.ts";
import { logReport } from "./log-report.ts";
import { runsHtml } from "./runs-html.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "evenkeel-report-"));
});
afterEach(() => rm(folder, { recursive: true }));

const data = points(40, { validation: 8, test: 8 });

describe("the page of a log", () => {
  test("has what was measured, and says that a run without an end may be under way", async () => {
    const { test: measured } = await train(small(), data, { ...SMALL, log: folder });
    const log = await readLog(folder);
    const ended = runHtml(logReport(log));
    expect(ended).toContain("Which classes are confused");
    expect(ended).toContain(`${(100 * (measured?.accuracy ?? 0)).toFixed(2)}`);
    const { ended: _, ...run } = log.run;
    await writeFile(join(folder, "run.json"), JSON.stringify(run));
    const page = runHtml(logReport(await readLog(folder)));
    expect(page).toContain("After epoch 2 nothing says how it ended: it is under way, or was killed.");
    expect(page).toContain("Single steps");
  });

  test("is made of a saved run too", async () => {
    const run = await train(small(), data, SMALL);
    const log = logOfSaved(readRun(run.toBytes()), "points");
    expect(log.epochs).toEqual(run.history);
    expect(log.run).toMatchObject({
      task: "classification",
      samples: { train: 24, test: 8 },
      units: { accuracy: "share" },
    });
    expect(runHtml(logReport(log))).toContain("A model of points");
  });
});

test("the page of several runs has a curve of each, what they measured, and the settings in which they differ", async () => {
  const reports = [];
  for (const learningRate of [0.1, 0.2]) {
    const run = await train(small(), data, { ...SMALL, optimizer: sgd({ learningRate }) });
    const log = logOfSaved(readRun(run.toBytes()), "points");
    reports.push({ name: `rate ${learningRate}`, report: logReport(log), settings: { ...log.run.config } });
  }
  const page = runsHtml(reports);
  for (const text of ["2 runs", "Validation loss", "Training accuracy", "optimizer.learningRate", "<code>0.2</code>"])
    expect(page).toContain(text);
  for (const { name } of reports) expect(page).toMatch(new RegExp(`<title>${name}, epoch 2:`));
  expect(page).not.toContain("momentum</th>");
});

test("settings that are the same in all are left out", () => {
  const a = { data: "digits", optimizer: { name: "adam", learningRate: 0.1 }, hidden: [64] };
  const b = { data: "digits", optimizer: { name: "adam", learningRate: 0.2 }, dropout: 0.5, hidden: [64] };
  expect(differences([a, b])).toEqual([
    ["optimizer.learningRate", "0.1", "0.2"],
    ["dropout", "", "0.5"],
  ]);
});
