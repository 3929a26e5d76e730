#!/usr/bin/env node
// What watch() costs: the same trainings with and without it, each in a process of its own, by turns; seconds by the clock and
// of processor time (all threads, training alone), which other programs on the machine spoil less.
// node bench/watch.mjs [repetitions] [times the epochs]
// @ts-check
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { summary } from "./statistics.mjs";

/** What Node.js takes of the package; types are in the modules. */
const PACKAGE = "../dist/bundle/index.js";
const { convnet, digits, mlp, train, watch } = /** @type {typeof import("../dist/index.js")} */ (await import(PACKAGE));

/** @type {Record<string, [model: import("../dist/index.js").Layer, samples: number, epochs: number]>} */
const NETWORKS = {
  "MLP 784-128-10": [mlp({ hidden: [128] }), 6000, 10],
  "MLP 784-256-256-10": [mlp({ hidden: [256, 256] }), 6000, 5],
  convnet: [convnet(), 1000, 3],
};

/** @param {string} name @param {boolean} watched @param {number} times */
async function trained(name, watched, times) {
  const [model, samples, epochs] = NETWORKS[name];
  const data = await digits({ train: samples, validation: 500, test: 100 });
  const [begun, used] = [performance.now(), process.cpuUsage()];
  const callbacks = watched ? [watch({ verbose: false })] : [];
  await train(model, data, { epochs: epochs * times, threads: 1, callbacks });
  const { user, system } = process.cpuUsage(used);
  return { clock: (performance.now() - begun) / 1000, processor: (user + system) / 1e6 };
}

const [first = "5", second = "1", name, watched] = process.argv.slice(2);
if (name !== undefined) {
  console.log(JSON.stringify(await trained(name, watched === "watched", Number(second))));
} else {
  const file = fileURLToPath(import.meta.url);
  for (const each of Object.keys(NETWORKS)) {
    /** @type {Record<string, { clock: number, processor: number }[]>} */
    const runs = { plain: [], watched: [] };
    for (let i = 0; i < Number(first); i++)
      for (const which of i % 2 === 0 ? ["plain", "watched"] : ["watched", "plain"])
        runs[which].push(JSON.parse(execFileSync(process.execPath, [file, first, second, each, which]).toString()));
    const of = (/** @type {string} */ which, /** @type {"clock" | "processor"} */ by) =>
      summary(runs[which].map((run) => run[by])).median;
    const shown = (/** @type {"clock" | "processor"} */ by) =>
      `${of("plain", by).toFixed(2)} s, watched ${of("watched", by).toFixed(2)} s (${(of("watched", by) / of("plain", by)).toFixed(3)})`;
    console.log(`${each}: by the clock ${shown("clock")}; of processor time ${shown("processor")}; ${first} pairs`);
  }
}
