#!/usr/bin/env node
// Evenkeel side by side with its peers. See README.md.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { readOptions, USAGE } from "./options.mjs";

/** @param {string[]} args */
async function main(args) {
  const options = readOptions(args);
  if (options.help) {
    console.log(USAGE);
    return;
  }
  if (!existsSync(new URL("../dist/index.js", import.meta.url))) throw new Error("no dist: npm run build");
  const { describeMachine, loadNow } = await import("./machine.mjs");
  const { Measurement } = await import("./measure.mjs");
  const { runners } = await import("./peers/index.mjs");
  const { reportOf } = await import("./report.mjs");
  const { tableMarkdown, tableText } = await import("./table.mjs");
  const { workloads } = await import("./workloads.mjs");

  const { leastWork } = await import("./bound.mjs");

  const chosen = [];
  for (const workload of workloads(options))
    chosen.push(workload.kind === "step" ? { ...workload, least: await leastWork(workload) } : workload);
  const measurement = new Measurement(runners(options), options);
  const load = [loadNow()]; // before, and after
  const measured = [];
  try {
    for (const [i, workload] of chosen.entries()) {
      process.stderr.write(`${i + 1}/${chosen.length} ${workload.title}\n`);
      measured.push(await measurement.of(workload));
    }
  } finally {
    measurement.close();
  }
  load.push(loadNow());
  const report = reportOf(measured, {
    reference: `evenkeel-${options.threads}`,
    descriptions: measurement.descriptions,
    failures: measurement.failures,
    machine: { ...describeMachine(new Date()), load },
  });
  console.log(tableText(report));
  if (options.json !== undefined) write(options.json, `${JSON.stringify(report, undefined, 2)}\n`);
  if (options.markdown !== undefined) write(options.markdown, tableMarkdown(report));
}

function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(`bench: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 2;
}
