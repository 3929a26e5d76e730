import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildDist, PATIENCE, ROOT, runNode } from "./dist.ts";

const examples = (await readdir(join(ROOT, "examples"))).filter((file) => file.endsWith(".ts"));
let folder: string;

beforeAll(async () => {
  await buildDist();
  folder = await mkdtemp(join(tmpdir(), "evenkeel-example-"));
}, PATIENCE);
afterAll(() => rm(folder, { recursive: true }));

describe.each(examples)("examples/%s", (file) => {
  test("runs to its end, where it checks itself", { timeout: PATIENCE }, async () => {
    const source = await readFile(join(ROOT, "examples", file), "utf8");
    const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
    const { outputText } = ts.transpileModule(source, { compilerOptions });
    // The example stands outside the package here, so that its files do too: the library's name becomes its place.
    const library = JSON.stringify(pathToFileURL(join(ROOT, "dist/bundle/index.js")).href);
    const script = join(folder, file.replace(/\.ts$/, ".mjs"));
    await writeFile(script, outputText.replaceAll('"evenkeel"', library));
    const { code, stderr, stdout } = await runNode([script, join(folder, `${file}.evenkeel`)]);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(stdout).not.toBe("");
  });
});
