#!/usr/bin/env node
// Builds the lab into dist/lab/: a page, a script, a style and a worker, for any folder of any server.
// node scripts/build-lab.mjs (after dist/ was built)
// @ts-check
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import temml from "temml";
import { directImports } from "./direct-imports.mjs";
import { fewFiles } from "./few-files.mjs";
import { withoutWords } from "./without-words.mjs";

const OUT = "dist/lab";
/** Loaded by dynamic imports, where a log, a checkpoint, a queue, a stream or a terminal is asked for. */
const NODE_ONLY =
  /[\\/](open-checkpoints|open-logs|page-of-run|newest-intact|queue-executor|demand-recipe|write-atomically|read-regular-file|file-chunks|file-parts|make-folder|appended-file|read-resumed|go-on|show-progress|device-chunks|streamed-order|check-streamed)\.js"?$/;
/** What few races need, and what is loaded while the first steps are taken. */
const SELDOM =
  /[\\/](watching|wasm-where-lost|back-to-wasm|test-by-wasm|on-one-device|lost-gpu|load-weights|predict-rows|ensemble|given-weights|instead-of-train-options|for-several|for-table|weigh-classes|check-weights|check-indices|build-augmentation|data-checksum|say-skipped|cifar-parts|idx-dataset|parse-idx|parse-npz|parse-npy)\.js"$/;
rmSync(OUT, { recursive: true, force: true });

/**
 * Formulas become MathML now, so that the page loads no TeX.
 * @type {import("esbuild").Plugin}
 */
const formulas = {
  name: "formulas",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]lab[\\/]chapters[\\/][^\\/]+\.ts$/ }, ({ path }) => {
      const contents = readFileSync(path, "utf8")
        .replace(/\btex`([^`]*)`/g, (_, formula) =>
          JSON.stringify(
            // The policy of the page allows no styles in markup: lab/style/chapter.css has what they say.
            temml.renderToString(formula, { throwOnError: true }).replace(/ style="[^"]*"/g, ""),
          ),
        )
        .replace(/^import \{ tex \} .*\n/m, "");
      return { contents, loader: "ts" };
    });
  },
};

/**
 * What only Node.js has: files, and the queue. Nothing in the page asks for it.
 * @type {import("esbuild").Plugin}
 */
const withoutNode = {
  name: "without-node",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: NODE_ONLY }, ({ kind }) =>
      kind === "dynamic-import" ? { path: "node-only", namespace: "lab" } : undefined,
    );
    onLoad({ filter: /^node-only$/, namespace: "lab" }, () => ({
      contents: 'throw new Error("Files and queues need Node.js.");',
    }));
  },
};

/** What the page and its workers have in common. @satisfies {import("esbuild").BuildOptions} */
const COMMON = {
  outdir: OUT,
  chunkNames: "[name]-[hash]", // of what is loaded later, the name says what it is
  bundle: true,
  splitting: true,
  minify: true,
  legalComments: "none", // licenses.txt has them all
  format: "esm",
  target: "es2022",
  platform: "browser",
  charset: "utf8",
  jsx: "automatic",
  jsxImportSource: "preact",
  external: ["hyparquet-compressors"],
  logLevel: "warning",
  metafile: /** @type {const} */ (true),
};
const fewer = fewFiles((_, module) => NODE_ONLY.test(module) || SELDOM.test(module));

const page = await build({
  ...COMMON,
  entryPoints: { lab: "lab/main.tsx", reader: "lab/own-data/reader.ts" },
  plugins: [formulas, directImports(), withoutNode, fewer],
});
// What computes needs none of the words that the page shows of tricks: it has files of its own.
const worker = await build({
  ...COMMON,
  entryPoints: { worker: "lab/worker.ts" },
  plugins: [directImports(), withoutNode, fewer, withoutWords()],
});
// The style of the page has those of all its parts: what is written for a part alone is asked for by nobody.
for (const path of Object.keys(page.metafile?.outputs ?? {}))
  if (path.endsWith(".css") && path !== `${OUT}/lab.css`) rmSync(path);
const inputs = Object.keys({ ...page.metafile?.inputs, ...worker.metafile?.inputs });
cpSync("lab/page.html", `${OUT}/index.html`);
writeFileSync(`${OUT}/licenses.txt`, licenses(inputs));

/** What the authors of all that is in the build ask to be said. @param {readonly string[]} inputs */
function licenses(inputs) {
  const packages = inputs.map((path) => /.*node_modules\/((@[^/]+\/)?[^/]+)/.exec(path)?.[0] ?? ".");
  return [...new Set(packages)]
    .sort()
    .map(license)
    .join(`\n${"-".repeat(80)}\n\n`);
}

/** @param {string} folder of a package */
function license(folder) {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const file = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
  const text = file === undefined ? "" : `\n${readFileSync(`${folder}/${file}`, "utf8").trim()}\n`;
  return `${name} ${version} (${license})\n${text}`;
}
