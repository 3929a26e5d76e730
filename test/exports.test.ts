import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
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

  test("asks for no module of Node.js in the file for browsers", () => {
    const text = readFileSync(join(ROOT, "dist/bundle/browser.js"), "utf8");
    expect(text.match(/\b(import|from)\s*\(?["']node:[^"']*/g)).toBeNull();
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
