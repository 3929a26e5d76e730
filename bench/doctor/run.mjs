#!/usr/bin/env node
// How many sick runs the doctor finds, how many healthy ones it troubles, and how many it cures:
//   node bench/doctor/run.mjs [--part develop|report] [--each 1] [--seeds 5] [--healthy 11] [--cures 3] [--only text] [--out reports/doctor.jsonl]
// Every diagnosis says how a healthy recipe gets its disease. Each of these faults is put into `each` recipes of every part,
// with `seeds` seeds, of which the first `cures` are treated; every healthy recipe runs with `healthy` seeds. Results are kept as they come: the same command goes on.
// `node bench/doctor/page.mjs` writes docs/doctor.md from them.
// @ts-check
import { fork } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    part: { type: "string" },
    each: { type: "string", default: "1" },
    seeds: { type: "string", default: "5" },
    healthy: { type: "string", default: "11" },
    cures: { type: "string", default: "3" },
    only: { type: "string" },
    out: { type: "string", default: "reports/doctor.jsonl" },
    parallel: { type: "string", default: `${availableParallelism()}` },
  },
});

if (process.send !== undefined) await work();
else await lead();

/** Carries out one job after another. */
async function work() {
  const { carryOut, applies } = await import("./job.mjs");
  process.on("message", async (/** @type {any} */ { ask, job }) => {
    const answer =
      ask === "applies"
        ? await applies(job.recipe, job.fault).catch((error) => ({ error: error.message }))
        : await carryOut(job).catch((error) => ({ ...job, error: error.message }));
    process.send?.({ answer });
  });
  process.send?.({ ready: true });
}

async function lead() {
  const { FAULTS } = await import("./job.mjs");
  const { healthyRecipes } = await import("./recipes.mjs");
  const { found, missing } = healthyRecipes();
  if (missing.length > 0)
    console.log(`${missing.length} recipes are left out, whose data are not in EVENKEEL_DATA: ${missing.join("; ")}`);
  mkdirSync(dirname(values.out), { recursive: true });
  const done = new Set();
  if (existsSync(values.out))
    for (const line of readFileSync(values.out, "utf8").split("\n").filter(Boolean)) done.add(keyOf(JSON.parse(line)));

  const workers = await Promise.all(Array.from({ length: Number(values.parallel) }, worker));
  const parts = values.part === undefined ? ["develop", "report"] : [values.part];
  const jobs = [];
  for (const part of parts) {
    const recipes = found.filter((one) => one.part === part);
    const wanted = (/** @type {string} */ text) => values.only === undefined || text.includes(values.only);
    for (const { name } of recipes)
      for (let seed = 1; seed <= Number(values.healthy); seed++)
        if (wanted("healthy")) jobs.push({ part, recipe: name, seed });
    for (const [i, fault] of FAULTS.entries()) {
      if (!wanted(fault.key)) continue;
      let taken = 0;
      // Recipes by turns, so that all of them get faults.
      for (let k = 0; k < recipes.length && taken < Number(values.each); k++) {
        const { name } = recipes[(i * 3 + k) % recipes.length];
        if ((await workers[0].ask({ ask: "applies", job: { recipe: name, fault: fault.key } })) !== true) continue;
        taken++;
        for (let seed = 1; seed <= Number(values.seeds); seed++)
          jobs.push({
            ...{ part, recipe: name, fault: fault.key, right: fault.right, seed },
            treats: seed <= Number(values.cures),
          });
      }
      if (taken === 0) console.log(`${fault.key} applies to no recipe of the part ${part}`);
    }
  }
  // One seed after the other, so that a run that is stopped has seen all faults.
  const left = jobs.filter((job) => !done.has(keyOf(job))).sort((a, b) => a.seed - b.seed);
  console.log(`${jobs.length} runs, ${jobs.length - left.length} of them done before`);
  const started = Date.now();
  let count = 0;
  await Promise.all(
    workers.map(async (one) => {
      for (;;) {
        const job = left.shift();
        if (job === undefined) break;
        const answer = await one.ask({ ask: "carry out", job });
        appendFileSync(values.out, `${JSON.stringify(answer)}\n`);
        if (++count % 50 === 0)
          console.log(`${count} done in ${Math.round((Date.now() - started) / 1000)} s, ${left.length} left`);
      }
      one.end();
    }),
  );
}

/** @param {any} job */
function keyOf({ part, recipe, fault, seed }) {
  return JSON.stringify([part, recipe, fault ?? null, seed]);
}

/** A process of its own, so that runs do not wait for each other. */
async function worker() {
  const child = fork(fileURLToPath(import.meta.url), { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const next = () =>
    /** @type {Promise<any>} */ (
      new Promise((resolve, reject) => {
        const ended = (/** @type {number} */ code) => reject(new Error(`a worker ended with ${code}`));
        child.once("exit", ended);
        child.once("message", (answer) => {
          child.off("exit", ended);
          resolve(answer);
        });
      })
    );
  await next();
  return {
    ask: async (/** @type {any} */ message) => {
      const answer = next();
      child.send(message);
      return (await answer).answer;
    },
    end: () => child.disconnect(),
  };
}
