#!/usr/bin/env node
// Bundles the package as applications for the browser would, and holds what is compressed to limits; so it does with the lab,
// which was built to dist/lab/.
// @ts-check
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** @type {{ what: string, code: string, limit: number, later?: boolean }[]} */
const CASES = [
  { what: "adam alone", code: 'export { adam } from "evenkeel";', limit: 15_000 },
  {
    // 84.6 kB: of it 2.5 are rules of the planner for values that their readers compute and for results in the place of others,
    // 0.5 the modules of recent programs, which
    // save the second run of a comparison its compiling.
    what: "what trains an MLP",
    code: 'export { arrays, dense, relu, sequential, train } from "evenkeel";',
    limit: 86_000,
  },
  // 456.3 kB (18 of it are the code and the plans of convolutions, 20 reach the GPU and find out whether it is faster, 1.5 are exact-math: the same
  // bits on every JavaScript engine; 0.9 choose how many threads work on a step). Of it 60 kB are the doctor (44 diagnoses, each with its words, thresholds and reasons), 35 kB are libraries that are loaded where a table or an image is read: csv-parse 14.5, fflate 13.2,
  // fast-png 7.0. Of the rest, minified: data 175 kB (tables, images, streams, sources), model 128, train 110 (of it logs,
  // checkpoints and what is said of steps that were not taken are loaded where asked for), optimize 68, backend 64, plan 31,
  // recipe 27, compare 27 (studies of runs that were carried out elsewhere too), predict 27, export (ONNX) 19, valibot 17, formats 13, expression 11. A quarter of it are words: docs
  // of tricks, and what errors say.
  { what: "all of it, also what is loaded later", code: 'export * from "evenkeel";', limit: 457_000, later: true },
];

/** Packages that an application installs only if it reads such files. */
const OPTIONAL = ["hyparquet", "hyparquet-compressors", "jpeg-js"];
/** The page that a log ends with (Node.js), which is the work of evenkeel/report. */
const PAGES = ["*/report/log/page-of-run.js"];
/** The way to the workers of a queue (Node.js). */
const QUEUES = ["*/queue/queue-executor.js", "*/queue/demand-recipe.js"];

/** Leaves out what is loaded when it is first needed: an application has it in files of its own. */
const withoutLater = {
  name: "without-later",
  /** @param {import("esbuild").PluginBuild} build */
  setup({ onResolve }) {
    onResolve({ filter: /./ }, ({ kind, path }) => (kind === "dynamic-import" ? { path, external: true } : undefined));
  },
};

/**
 * What is loaded later and belongs to a race: the curves, the plot that is shown first, findings, what watches, errors of
 * numbers. What examines data and structure (25 kB) comes after it, or after three seconds of training.
 */
const IN_A_RACE = /^\.\/(curve-chart|layer-signals|findings|watching)-/;

/** What a network with convolutions needs too: its plan, and its code. No chapter begins with one. */
const CONVOLUTIONS = /^\.\/(images|winograd|direct)-/;

/** Files of the lab that are loaded from opening it to the end of a race, in English. @param {readonly RegExp[]} loadedLater */
function filesOfRace(...loadedLater) {
  const files = new Set(["./index.html", "./lab.css", "./lab.js", "./worker.js"]);
  for (const file of files) {
    const imports = readFileSync(`dist/lab/${file}`, "utf8").matchAll(/(?:from|import)\s*(\()?"(\.\/[\w-]+\.js)"/g);
    for (const [, later, path] of imports)
      if (later === undefined || loadedLater.some((one) => one.test(path))) files.add(path);
  }
  return [...files].map((file) => readFileSync(`dist/lab/${file}`));
}

/** @param {(typeof CASES)[number]} of */
async function check({ what, code, limit, later = false }) {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: "." },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    external: [...OPTIONAL, ...PAGES, ...QUEUES],
    write: false,
    plugins: later ? [] : [withoutLater],
  });
  hold(what, limit, [outputFiles[0].contents]);
}

/** @param {string} what @param {number} limit @param {readonly Uint8Array[]} files */
function hold(what, limit, files) {
  const bytes = files.reduce((sum, file) => sum + file.length, 0);
  const compressed = files.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0);
  console.log(`${what}: ${kB(bytes)}, ${kB(compressed)} compressed (gzip)`);
  if (compressed <= limit) return;
  console.error(`${what}: expected at most ${kB(limit)} compressed, received ${kB(compressed)}.`);
  process.exitCode = 1;
}

/** @param {number} bytes */
function kB(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

for (const of of CASES) await check(of);
// Of it 94 kB are the page (uPlot 23, texts 15, charts and views 22), 9 kB its style, and 240 kB what a worker has: model 30,
// train 27, doctor 25 (the findings of a run under way), data 31, backend 15, compare 18, optimize 14, exact-math 1.5.
hold("the lab's page and engine, up to the end of a race", 350_000, filesOfRace(IN_A_RACE));
hold("the same of a network with convolutions", 364_000, filesOfRace(IN_A_RACE, CONVOLUTIONS)); // 13 kB, of which 4 are gradients of channels on their own, multipliers and pooling
