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
  // A quarter of it checks what every door is given and files as a whole: mostly words. 164.0 with former names of
  // options, metrics by name in comparisons, and findings apart from their words; 160.2 before. What is loaded later costs 2 to 4 kB here, where
  // all is in one file.
  { what: "all of it, also what is loaded later", code: 'export * from "evenkeel";', limit: 170_000, later: true },
];

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
