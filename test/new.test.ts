import { existsSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Ended, PATIENCE, ROOT, runNode } from "./dist.ts";

/** What a copy of the project needs to be built, checked and tested. */
const PARTS = [
  ...["src", "lab", "scripts", "docs", "test", "examples"],
  ...["package.json", "tsconfig.json", "tsconfig.build.json", "biome.json", "exact-math.grit", "vitest.config.ts"],
];
const KINDS: Readonly<Record<string, string>> = {
  optimizer: "src/optimize/optimizers",
  transform: "src/optimize/transforms",
  schedule: "src/optimize/schedules",
  layer: "src/model/layers",
  initializer: "src/model/initializers",
  loss: "src/model/losses",
  metric: "src/model/metrics",
  architecture: "src/model/architectures",
  callback: "src/train/callbacks",
  scaling: "src/data/scaling",
  source: "src/data/sources",
  experiment: "src/compare/experiments",
  diagnosis: "src/doctor/diagnoses",
};
const kinds = Object.entries(KINDS);
const nameOf = (kind: string) => `freshMade${kind[0].toUpperCase()}${kind.slice(1)}`;

describe("npm run new", { timeout: 2 * PATIENCE }, () => {
  let copy: string;
  /** What is said of one that gets a page too, for which the copy is built. */
  let paged: Ended;
  const node = (...args: string[]): Promise<Ended> =>
    runNode(args, { cwd: copy, env: { NO_COLOR: "1", FORCE_COLOR: undefined } });
  const begin = (...args: string[]) => node("scripts/new.mjs", ...args);

  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), "evenkeel-new-"));
    for (const part of PARTS) await cp(join(ROOT, part), join(copy, part), { recursive: true });
    await symlink(join(ROOT, "node_modules"), join(copy, "node_modules"), "dir");
    for (const [kind] of kinds) {
      const { code, stderr } = await begin(kind, nameOf(kind), "--no-page");
      if (code !== 0) throw new Error(`${kind}: ${stderr}`);
    }
    paged = await begin("metric", "pagedMetric");
  }, 2 * PATIENCE);
  afterAll(() => rm(copy, { recursive: true, force: true }));

  test.each(kinds)("begins a new %s with its test, in the index", async (kind, folder) => {
    const file = join(copy, folder, `fresh-made-${kind}`);
    const source = await readFile(`${file}.ts`, "utf8");
    expect(source).toContain(`export const ${nameOf(kind)} = define`);
    expect(source).toContain(`name: "${nameOf(kind)}"`);
    expect(source).toContain('"TODO"');
    expect(await readFile(`${file}.test.ts`, "utf8")).toContain("TODO");
    expect(await readFile(join(copy, folder, "index.ts"), "utf8")).toContain(`{ ${nameOf(kind)} }`);
  });

  test("writes what compiles and passes the linter", async () => {
    const biome = ["node_modules/@biomejs/biome/bin/biome", "check", "--vcs-enabled=false", "src", "test"];
    expect(await node(...biome)).toMatchObject({ code: 0 });
    expect(await node("node_modules/typescript/bin/tsc", "--noEmit")).toMatchObject({ code: 0, stdout: "" });
  });

  test("writes tests that fail until they are filled in", async () => {
    const files = kinds.map(([kind, folder]) => `${folder}/fresh-made-${kind}.test.ts`);
    const { code, stdout } = await node("node_modules/vitest/vitest.mjs", "run", ...files);
    expect(code).toBe(1);
    expect(stdout).toMatch(new RegExp(`Tests +${kinds.length} failed \\(${kinds.length}\\)`));
  });

  test("writes the page of the catalogue", async () => {
    expect(paged).toMatchObject({ code: 0, stderr: "" });
    for (const page of ["paged-metric", "fresh-made-loss"])
      expect(existsSync(join(copy, `docs/catalogue/${page}.md`))).toBe(true);
    expect(await readFile(join(copy, "docs/catalogue/README.md"), "utf8")).toContain(
      "[`pagedMetric`](paged-metric.md)",
    );
    expect(paged.stdout).toContain("docs/catalogue/paged-metric.md");
    expect(paged.stdout).toMatch(/To do:\n {2}1\. src\/model\/metrics\/paged-metric\.ts/);
  });

  test.each([
    [[], "expected a kind (optimizer, transform, "],
    [["optimiser", "rule"], 'and a name, received "optimiser".'],
    [["optimizer"], 'expected a name in camelCase, such as myRule, received "".'],
    [["optimizer", "MyRule"], "expected a name in camelCase"],
    [["optimizer", "my-rule"], "expected a name in camelCase"],
    [["optimizer", "class"], "expected a name in camelCase"],
    [["layer", "adam"], 'expected a name that nothing has yet, received "adam".'],
    [["layer", "train"], "expected a name that nothing has yet"],
    [["experiment", "dropout"], "expected a name that nothing has yet"],
    [["diagnosis", "unscaledInputs"], "expected a name that nothing has yet"],
    [["layer", nameOf("layer")], "expected a name that nothing has yet"],
    [["layer", "other", "--nopage"], "expected no flag but --no-page"],
  ])("refuses %j, and writes nothing", async (args, message) => {
    const { code, stdout, stderr } = await begin(...args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
    expect(existsSync(join(copy, "src/model/layers/other.ts"))).toBe(false);
  });
});
