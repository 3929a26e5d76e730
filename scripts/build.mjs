#!/usr/bin/env node
// Builds dist/: a declaration and a module for each source, and in dist/bundle/ what users load: few files, so that
// importing them is quick. There, browsers get a file without modules of Node.js.
// @ts-check
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { build } from "esbuild";

rmSync("dist", { recursive: true, force: true });
const tsc = ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"];
const { status } = spawnSync(process.execPath, tsc, { stdio: "inherit" });
if (status !== 0) process.exit(1);

/** @type {import("esbuild").BuildOptions} */
const common = {
  outdir: "dist/bundle",
  bundle: true,
  packages: "external",
  format: "esm",
  target: "es2022",
  sourcemap: "external", // with the sources in it; the package goes without, as they are two thirds of it
  logLevel: "warning",
};
await build({
  ...common,
  entryPoints: { browser: "src/index.ts", "browser-report": "src/report/index.ts" },
  platform: "browser",
  plugins: [
    {
      name: "without-node",
      setup({ onResolve, onLoad }) {
        onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: "without-node" }));
        // Where a browser's file is loaded into Node.js all the same (tests with a simulated page), it works.
        onLoad({ filter: /./, namespace: "without-node" }, ({ path }) => ({
          contents: `
            const found = globalThis.process?.getBuiltinModule?.(${JSON.stringify(path)});
            if (found === undefined) throw new Error("there is no ${path} here: files and downloads need Node.js");
            module.exports = found;`,
        }));
      },
    },
  ],
});
await import("./generate-declarations.mjs"); // from what was built so far
// Last, since a build is known by its index.
await build({
  ...common,
  entryPoints: { index: "src/index.ts", report: "src/report/index.ts", cli: "src/cli/main.ts" },
  chunkNames: "shared-[hash]",
  splitting: true,
  platform: "node",
});
