#!/usr/bin/env node
// Builds dist/: a declaration and a module for each source, which bundlers take, so that they can leave out what is not
// used; and in dist/bundle/ the same in few files for Node.js, which imports them more quickly.
// @ts-check
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { build } from "esbuild";

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
 * What runs and predictions load as they need it, pages fetch in files of its own. Node.js has it in the files that it takes
 * anyway: reading a file more costs it more than what is in it. Pages, which a log makes at its end, are larger than a run.
 * @type {import("esbuild").Plugin}
 */
const few = {
  name: "few-files",
  setup({ onLoad, onResolve }) {
    // The build for browsers brings a Buffer of its own, which Node.js has, and which changes prototypes.
    onResolve({ filter: /^csv-parse\/browser\/esm\/sync$/ }, () => ({ path: "csv-parse/sync", external: true }));
    onLoad({ filter: /[\\/]src[\\/](train|predict)[\\/].*\.ts$/ }, ({ path }) => {
      if (path.endsWith("write-page.ts")) return undefined;
      /** @type {string[]} */
      const modules = [];
      const contents = readFileSync(path, "utf8").replace(/(?<!typeof )\bimport\(("\.[^"]+")\)/g, (_, module) => {
        return `Promise.resolve(later${modules.push(module) - 1})`;
      });
      const imports = modules.map((module, i) => `import * as later${i} from ${module};\n`);
      return { contents: imports.join("") + contents, loader: "ts" };
    });
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
  plugins: [few],
  sourcemap: "external", // with the sources in it; the package goes without, as they are two thirds of it
});
