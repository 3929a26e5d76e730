import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { beforeAll, describe, expect, test } from "vitest";
import { VERSION } from "../src/version.ts";
import { buildDist, PATIENCE, ROOT, runNode, runScript } from "./dist.ts";

/** The names that the README's first examples use. */
const NAMES = [
  ...["sequential", "flatten", "dense", "batchNorm", "relu", "dropout", "heNormal"],
  ...["crossEntropy", "accuracy", "adam", "chain", "clipByGlobalNorm", "exponentialDecay"],
  ...["earlyStopping", "averageWeights", "digits", "arrays", "train", "compare", "defineRecipe"],
  ...["compile", "compileLayer", "optimizerStepper", "defineOptimizer", "positive", "unit", "lerp", "zerosLike"],
];

beforeAll(buildDist, PATIENCE);

/** What an application for browsers has of it. */
async function bundled(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: ROOT },
    bundle: true,
    format: "esm",
    platform: "browser",
    write: false,
  });
  return outputFiles[0].text;
}

describe("the package, imported by its name", { timeout: PATIENCE }, () => {
  test("has every name of the examples", async () => {
    const { code, stdout, stderr } = await runScript(`
      console.log(JSON.stringify(Object.entries(evenkeel).map(([name, value]) => [name, typeof value])));
    `);
    expect([code, stderr]).toEqual([0, ""]);
    const exported = new Map<string, string>(JSON.parse(stdout));
    for (const name of NAMES) expect(exported.get(name), name).toBe("function");
    expect(exported.get("VERSION")).toBe("string");
  });

  test("has the version of its package.json, and files wherever that points", async () => {
    const { stdout } = await runScript(`console.log(evenkeel.VERSION)`);
    const { version, exports, bin } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    expect([stdout, version]).toEqual([`${VERSION}\n`, VERSION]);
    const targets = Object.values<string | Record<string, string>>({ ...exports, ...bin }).flatMap((target) =>
      typeof target === "string" ? target : Object.values(target),
    );
    for (const target of targets) expect(existsSync(join(ROOT, target)), target).toBe(true);
  });

  test("has source maps that carry their sources", () => {
    const folder = join(ROOT, "dist/bundle");
    const maps = readdirSync(folder).filter((file) => file.endsWith(".map"));
    expect(maps.length).toBeGreaterThanOrEqual(3);
    for (const file of maps) {
      const { sources, sourcesContent } = JSON.parse(readFileSync(join(folder, file), "utf8"));
      expect(sourcesContent, file).toHaveLength(sources.length);
      expect(sourcesContent.every(Boolean), file).toBe(true);
    }
  });

  test("asks for no module of Node.js in what bundlers take", async () => {
    const text = await bundled('export * from "evenkeel"; export * as report from "evenkeel/report";');
    expect(text.match(/\b(import|from)\s*\(?["']node:[^"']*/g)).toBeNull();
  });

  test("leaves out of a bundle what is not used", async () => {
    const text = await bundled('export { adam } from "evenkeel";');
    expect(text).toContain("Kingma and Ba 2015");
    for (const source of ["Loshchilov and Hutter 2019", "Srivastava et al. 2014", "WebAssembly"])
      expect(text).not.toContain(source);
  });

  test("trains in Node.js from what bundlers take", async () => {
    const { code, stdout, stderr } = await runNode([
      ...["--input-type=module", "--conditions=module", "--eval"],
      `
        import { arrays, dense, sequential, train } from "evenkeel";
        const data = arrays({ inputs: [[0], [1]], labels: [0, 1] });
        const { history } = await train(sequential([dense(2)]), data, { epochs: 1, batchSize: 2, threads: 1 });
        console.log(import.meta.resolve("evenkeel").endsWith("/dist/index.js"), history.length);
      `,
    ]);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "true 1\n", stderr: "" });
  });

  test("starts no worker until something is trained, and leaves none", async () => {
    const { code, stdout, stderr } = await runNode([
      "--eval",
      `
        const threads = require("node:worker_threads");
        let [started, ended] = [0, 0];
        threads.Worker = class extends threads.Worker {
          constructor(...args) {
            super(...args);
            started++;
            this.on("exit", () => ended++);
          }
        };
        require("node:module").syncBuiltinESMExports();
        import("evenkeel").then(async ({ arrays, dense, sequential, train }) => {
          const before = started;
          const inputs = { shape: [40, 3], data: Float32Array.from({ length: 120 }, (_, i) => Math.sin(i)) };
          const data = arrays({ inputs, labels: Uint8Array.from({ length: 40 }, (_, i) => i % 2) });
          await train(sequential([dense(2)]), data, { epochs: 1, batchSize: 10, threads: 2 });
          console.log(before, started, ended);
        });
      `,
    ]);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "0 2 2\n", stderr: "" });
  });
});
