#!/usr/bin/env node
// Bundles the package as an application for the browser would, all of it, and holds its compressed size to a limit.
// @ts-check
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

// 161 kB since every door checks what it is given and files are checked whole: 36 kB more than before, mostly words.
const LIMIT = 163_000;

const { outputFiles } = await build({
  stdin: { contents: 'export * from "evenkeel";', resolveDir: "." },
  bundle: true,
  minify: true,
  format: "esm",
  platform: "browser",
  write: false,
});
const [{ contents }] = outputFiles;
const compressed = gzipSync(contents, { level: 9 }).length;
const kB = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(1)} kB`;
console.log(`library and kernels for the browser: ${kB(contents.length)}, ${kB(compressed)} compressed (gzip)`);
if (compressed > LIMIT) {
  console.error(`dist: expected at most ${kB(LIMIT)} compressed, received ${kB(compressed)}.`);
  process.exitCode = 1;
}
