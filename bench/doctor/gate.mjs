#!/usr/bin/env node
// A small grid of the doctor's bench, held to limits: node bench/doctor/gate.mjs results.jsonl. One seed cannot say whether a
// fault matters, so every fault counts; the figures of docs/doctor.md are those of the whole grid.
// @ts-check
import { readFileSync } from "node:fs";
import { firstOf, isFound } from "./judge-results.mjs";

/** Below what docs/doctor.md reports, by as much as a run for each fault may differ. */
const LIMITS = { found: 0.8, right: 0.8, warned: 0.1 };

const rows = readFileSync(process.argv[2], "utf8")
  .split("\n")
  .filter(Boolean)
  .map((line) => JSON.parse(line));
const [healthy, sick] = [
  rows.filter(({ fault }) => fault === undefined),
  rows.filter(({ fault }) => fault !== undefined),
];
const found = sick.filter(isFound);
const right = found.filter((run) => run.right.includes(firstOf(run)));
const warned = healthy.filter((run) => run.healthy === false);
const shares = {
  found: found.length / sick.length,
  right: right.length / found.length,
  warned: warned.length / healthy.length,
};
console.log(
  `The doctor: ${found.length} of ${sick.length} faults found, ${right.length} of these by their own name first, ` +
    `${warned.length} of ${healthy.length} healthy runs warned.`,
);
for (const run of warned) console.log(`  healthy, but warned: ${run.recipe}: ${run.error ?? firstOf(run)}`);
for (const run of sick) if (!isFound(run)) console.log(`  not found: ${run.fault} in ${run.recipe}`);
if (!(shares.found >= LIMITS.found && shares.right >= LIMITS.right && shares.warned <= LIMITS.warned)) {
  console.error(`expected at least ${LIMITS.found} found, ${LIMITS.right} right, at most ${LIMITS.warned} warned`);
  process.exit(1);
}
