#!/usr/bin/env node
// Writes docs/doctor.md from the results of the doctor's bench: node bench/doctor/page.mjs [reports/doctor.jsonl] [docs/doctor.md]
// @ts-check
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import * as diagnoses from "../../dist/doctor/diagnoses/index.js";
import { VERSION } from "../../dist/version.js";
import { firstOf, isFound, judged } from "./judge-results.mjs";

/** @type {Readonly<Record<string, import("../../dist/doctor/diagnosis.js").Diagnosis>>} */
const all = { ...diagnoses };
const [from = "reports/doctor.jsonl", to = "docs/doctor.md"] = process.argv.slice(2);
if (!existsSync(from)) {
  console.error(`${from}: expected results of the doctor's bench, received no file. Run node bench/doctor/run.mjs.`);
  process.exit(2);
}
const rows = readFileSync(from, "utf8")
  .split("\n")
  .filter(Boolean)
  .map((line) => JSON.parse(line));
const parts = {
  report: judged(rows.filter(({ part }) => part === "report")),
  develop: judged(rows.filter(({ part }) => part === "develop")),
};
const sick = rows.filter(({ fault }) => fault !== undefined);
const treatedSeeds = most(sick.filter(({ cure }) => cure !== undefined));
/** Names of the diagnoses of faults that are beyond a recipe. */
const untreated = [...new Set(sick.filter(({ curable }) => !curable).map(({ fault }) => fault.split("/")[0]))].sort();
writeFileSync(to, page());
console.log(`${to} written from ${rows.length} runs`);

function page() {
  const { report, develop } = parts;
  const developed = (/** @type {string} */ cell) => (develop.healthy.runs === 0 ? "" : cell);
  return `# What the doctor finds

<!-- Written by bench/doctor/page.mjs from the results of bench/doctor/run.mjs. -->

Measured with Evenkeel ${VERSION} on ${cpus()[0].model}, Node.js ${process.version}, one thread a run, by

\`\`\`sh
npm run bench:doctor
\`\`\`

Healthy recipes (networks with dense layers, convolutions and shortcuts; drawn digits, MNIST, tables, points in the plane;
classification and regression; several optimizers and activations) get the faults that the diagnoses name:
${sick.length} sick runs with up to ${most(sick)} seeds a fault, and ${rows.length - sick.length} healthy ones with up to ${most(rows)} seeds a recipe. A fault counts if it matters: if it changes the main metric of the test set by paired runs
with p < 0.05 and |d| ≥ 0.5, or if training refuses it. No threshold was chosen by the recipes of the part that is reported on. It is
not unseen, though: which of its faults an earlier run had missed was known when advice was changed, and what counts as cured was
defined anew. By that earlier advice 76 % of its treated runs were cured as it is counted here, and 73 % by the interval of the mean.

A run is cured if it is as good as one more healthy run: if the main metric of the test set is not worse than the prediction
interval of a single run allows, mean ∓ t(0.95; n − 1) · s · √(1 + 1/n) over the n healthy runs of its recipe. Of runs that are
healthy 95 % are within it; the line below says how many of ours are, each judged by the others. The interval of the mean is no
measure for a single run: of equal runs most lie outside it once there are many. Two other answers, which take all seeds of a
fault together: whether the mean of the cured runs is within the 95 % interval of the mean of the healthy ones, and whether the
paired runs show no loss (p ≥ 0.05), which few seeds seldom do. A cure goes as \`evenkeel doctor --cure\` does, by the same advice in
the same order, with up to ${treatedSeeds} seeds a fault; one run on the validation set decides where the command takes five and the test set. Faults by
which the training part lost samples or labels, and those that are made in the data, are told and not treated, as no recipe brings
back what is lost: ${untreated.join(", ")}.

| | goal | reported on |${developed(" developed on |")}
|---|---|---|${developed("---|")}
${
  /** @type {[string, string, (part: any) => string][]} */ ([
    ["sick runs that matter, found", "≥ 95 %", ({ sick }) => of(sick.detected, sick.runs)],
    ["healthy runs with a warning", "≤ 5 %", ({ healthy }) => of(healthy.warned.length, healthy.runs)],
    ["of those found, the right disease first", "≥ 80 %", ({ sick }) => of(sick.right, sick.detected)],
    ["of those warned of that a recipe can cure, cured", "≥ 90 %", ({ cured }) => of(cured.cured, cured.of)],
    ["· healthy runs, judged in the same way", "95 %", ({ healthy }) => of(healthy.within, healthy.runs)],
    ["· cured, by the mean of all runs within the interval of the mean", "", ({ cured }) => of(cured.byMean, cured.of)],
    ["· cured, by paired runs that show no loss", "", ({ cured }) => of(cured.notWorse, cured.of)],
    ["found, told and not treated: faults in the data", "", ({ cured }) => `${cured.ofData}`],
    ["found, told as information and not treated", "", ({ cured }) => `${cured.told}`],
    [
      "faults that did not matter",
      "",
      ({ groups, mattering }) => `${groups.length - mattering.length} of ${groups.length}`,
    ],
  ])
    .map(([what, goal, show]) => `| ${what} | ${goal} | ${show(report)} |${developed(` ${show(develop)} |`)}`)
    .join("\n")
}

## Beside published rules

The same examinations, judged by rules of other tools with their own thresholds, at our sampling: the share of runs of which
any rule says something.

| | healthy runs | sick runs |
|---|---|---|
| Evenkeel | ${share(report.healthy.warned.length, report.healthy.runs)} | ${share(report.sick.detected, report.sick.runs)} |
${report.published.map(({ tool, healthy, sick }) => `| ${tool} | ${percent(healthy)} | ${percent(sick)} |`).join("\n")}

## By fault, reported on

| fault, in a healthy recipe | metric, healthy | sick | matters | found | right first | after the cure | cured |
|---|---|---|---|---|---|---|---|
${report.groups.map(rowOf).join("\n")}

## Failures, one by one

${failures(report)}
`;
}

function rowOf({ key, runs, matters, mean, healthy, mended, treated, cured }) {
  const sick = runs.filter(isFound);
  const right = sick.filter((run) => run.right.includes(firstOf(run)));
  const after = treated.length === 0 ? "– | –" : `${short(mended)} | ${cured.length}/${treated.length}`;
  return `| ${titled(key)} | ${short(healthy.mean)} | ${short(healthy.mean + mean)} | ${matters ? "yes" : "no"} | ${sick.length}/${runs.length} | ${right.length}/${sick.length} | ${after} |`;
}

/** "unscaledInputs/0 in mlp, Adam" with the words of the fault. */
function titled(key) {
  const [, name, i, recipe] = /^(.+)\/(\d+) in (.+)$/.exec(key) ?? [];
  return `${name}: ${all[name].seeds[Number(i)].what} (${recipe})`;
}

function failures({ healthy, mattering }) {
  const lines = [
    ...healthy.warned.map((run) => `- Healthy, but warned: ${run.recipe}, seed ${run.seed}: ${told(run)}`),
    ...mattering.flatMap(({ key, runs }) =>
      runs.filter((run) => !isFound(run)).map((run) => `- Sick, but not found: ${titled(key)}, seed ${run.seed}`),
    ),
    ...mattering.flatMap(({ key, runs }) =>
      runs
        .filter((run) => isFound(run) && !run.right.includes(firstOf(run)))
        .map((run) => `- Another disease first: ${titled(key)}, seed ${run.seed}: ${told(run)}`),
    ),
    ...mattering.flatMap(({ key, treated, cured, healthy }) =>
      treated
        .filter((run) => !cured.includes(run))
        .map(
          ({ seed, cure }) =>
            `- Not cured: ${titled(key)}, seed ${seed}: ${short(cure.test.value)} after ${changesOf(cure)}, ${short(healthy.mean)} healthy`,
        ),
    ),
  ];
  return lines.length === 0 ? "None." : lines.join("\n");
}

function changesOf({ changes, tried }) {
  const kept = changes.map((change) => Object.keys(change).join(" and ")).join(", then ");
  return kept === "" ? `no advice of ${tried} that helped` : `a change of ${kept}`;
}

/** The names of the warnings; without any, of what is information. */
function told({ findings, error }) {
  const grave = findings.filter(({ severity }) => severity !== "information");
  const names = (grave.length > 0 ? grave : findings).map(({ diagnosis }) => diagnosis).join(", ");
  return error ?? (grave.length > 0 ? names : `as information ${names}`);
}

/** The largest seed. */
function most(runs) {
  return Math.max(0, ...runs.map(({ seed }) => seed));
}
function of(some, all) {
  return `${share(some, all)} (${some} of ${all})`;
}
function share(some, all) {
  return all === 0 ? "–" : percent(some / all);
}
function percent(x) {
  return Number.isNaN(x) ? "–" : `${(100 * x).toFixed(1)} %`;
}
function short(x) {
  return x === undefined || Number.isNaN(x) ? "–" : Math.abs(x) < 10 ? x.toFixed(3) : x.toFixed(0);
}
