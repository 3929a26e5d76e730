#!/usr/bin/env node
// Builds dist/: a declaration and a module for each source, which bundlers take, so that they can leave out what is not
// used; and in dist/bundle/ the same in few files for Node.js, which imports them more quickly.
// @ts-check
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { build } from "esbuild";
import { fewFiles } from "./few-files.mjs";

rmSync("dist", { recursive: true, force: true });
const tsc = ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"];
const { status } = spawnSync(process.execPath, tsc, { stdio: "inherit" });
if (status !== 0) process.exit(1);

/** @type {import("esbuild").BuildOptions} */
const common = {
  bundle: true,
  packages: "external",
  format: "esm",
  target: "es2022",
  charset: "utf8",
  logLevel: "warning",
};
const sources = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((file) =>
  /(?<!\.test)\.ts$/.test(file),
);
await build({
  ...common,
  entryPoints: sources.map((file) => `src/${file}`),
  outdir: "dist",
  platform: "neutral",
  plugins: [
    {
      name: "one-module-a-source",
      setup({ onResolve }) {
        onResolve({ filter: /^\.{1,2}\// }, ({ kind, path }) =>
          kind === "entry-point" ? undefined : { path: path.replace(/\.ts$/, ".js"), external: true },
        );
      },
    },
  ],
});
await import("./generate-declarations.mjs"); // from what was built so far

/**
 * The build for browsers brings a Buffer of its own, which Node.js has, and which changes prototypes.
 * @type {import("esbuild").Plugin}
 */
const csvOfNode = {
  name: "csv-of-node",
  setup({ onResolve }) {
    onResolve({ filter: /^csv-parse\/browser\/esm\/sync$/ }, () => ({ path: "csv-parse/sync", external: true }));
  },
};

// Last, since a build is known by its index.
await build({
  ...common,
  entryPoints: { index: "src/index.ts", report: "src/report/index.ts", cli: "src/cli/main.ts" },
  outdir: "dist/bundle",
  chunkNames: "shared-[hash]",
  splitting: true,
  platform: "node",
  // Pages fetch in files of their own what Node.js has in few. Pages, which a log makes at its end, are larger than a run; so is
  // the doctor, who watches few runs.
  plugins: [csvOfNode, fewFiles((file) => /(write-page|callbacks[\\/]watch)\.ts$/.test(file))],
  sourcemap: "external", // with the sources in it; the package goes without, as they are two thirds of it
});
