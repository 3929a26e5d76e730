#!/usr/bin/env node
// Bundles the package as applications for the browser would, and holds what is compressed to limits.
// @ts-check
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** @type {{ what: string, code: string, limit: number, later?: boolean }[]} */
const CASES = [
  { what: "adam alone", code: 'export { adam } from "evenkeel";', limit: 15_000 },
  {
    what: "what trains an MLP",
    code: 'export { arrays, dense, relu, sequential, train } from "evenkeel";',
    limit: 80_000,
  },
  // 318 kB. Of it 35 kB are libraries that are loaded where a table or an image is read: csv-parse 14.5, fflate 13.2,
  // fast-png 7.0. Of the rest, minified: data 175 kB (tables, images, streams, sources), model 128, train 110 (of it logs,
  // checkpoints and what is said of steps that were not taken are loaded where asked for), optimize 68, backend 64, plan 31,
  // recipe 27, compare 25, predict 25, export (ONNX) 19, valibot 17, formats 13, expression 11. A quarter of it are words: docs
  // of tricks, and what errors say.
  { what: "all of it, also what is loaded later", code: 'export * from "evenkeel";', limit: 330_000, later: true },
];

/** Packages that an application installs only if it reads such files. */
const OPTIONAL = ["hyparquet", "hyparquet-compressors", "jpeg-js"];
/** The page that a log ends with (Node.js), which is the work of evenkeel/report. */
const PAGES = ["*/report/log/page-of-run.js"];

/** Leaves out what is loaded when it is first needed: an application has it in files of its own. */
const withoutLater = {
  name: "without-later",
  /** @param {import("esbuild").PluginBuild} build */
  setup({ onResolve }) {
    onResolve({ filter: /./ }, ({ kind, path }) => (kind === "dynamic-import" ? { path, external: true } : undefined));
  },
};

/** @param {(typeof CASES)[number]} of */
async function check({ what, code, limit, later = false }) {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: "." },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    external: [...OPTIONAL, ...PAGES],
    write: false,
    plugins: later ? [] : [withoutLater],
  });
  const [{ contents }] = outputFiles;
  const compressed = gzipSync(contents, { level: 9 }).length;
  console.log(`${what}: ${kB(contents.length)}, ${kB(compressed)} compressed (gzip)`);
  if (compressed <= limit) return;
  console.error(`${what}: expected at most ${kB(limit)} compressed, received ${kB(compressed)}.`);
  process.exitCode = 1;
}

/** @param {number} bytes */
function kB(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

for (const of of CASES) await check(of);
