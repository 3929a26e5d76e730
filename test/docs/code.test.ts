import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defineRecipe } from "../../src/recipe/define-recipe.ts";
import { buildDist, PATIENCE, ROOT, runNode } from "../dist.ts";
import { complaintsAbout } from "./compile.ts";
import { fencesOf, type Program, programsOf } from "./fences.ts";
import { WRITTEN_PAGES } from "./pages.ts";

const fences = WRITTEN_PAGES.flatMap(fencesOf);
const programs = WRITTEN_PAGES.flatMap(programsOf);
/** What a user of the package copies, and not part of the project itself. */
const runnable = programs.filter(
  ({ page, runnable }) => /^docs\/(guide\/|faq)/.test(page) && runnable.includes("import "),
);

beforeAll(buildDist, PATIENCE);

describe("blocks of code", () => {
  test("say what language they are in", () => {
    const languages = ["ts", "sh", "json", "html", "text", "mermaid", "js", "python"]; // the last two: other programs
    const others = fences.filter(({ language }) => !languages.includes(language));
    expect(others.map(({ page, line }) => `${page}:${line + 1}`)).toEqual([]);
  });

  test("in JSON are recipes", () => {
    for (const { lines } of fences.filter(({ language }) => language === "json"))
      defineRecipe(JSON.parse(lines.join("\n")));
  });

  describe("in TypeScript compile, against the package as a user imports it or as files of the project", () => {
    let complaints: Map<Program, string[]>;
    beforeAll(() => {
      complaints = complaintsAbout(programs);
    }, PATIENCE);
    test.each(programs)("$file", (program) => expect(complaints.get(program)).toEqual([]));
  });

  test("that do not compile are found, by page and line", { timeout: PATIENCE }, () => {
    const text = [
      "# Page",
      "",
      "```ts",
      'import { adam, nonsense } from "evenkeel";',
      "adam({ learningrate: 1 });",
      "```",
    ];
    const wrong = programsOf({ path: "docs/page.md", text: text.join("\n") });
    expect([...complaintsAbout(wrong).values()].flat()).toEqual([
      expect.stringMatching(/^docs\/page\.md:4: Module .* has no exported member 'nonsense'/),
      expect.stringMatching(/^docs\/page\.md:5: .*'learningrate' does not exist/),
    ]);
  });
});

describe("programs of the guide and the FAQ run to their end", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "evenkeel-guide-"));
    await copyFile(join(ROOT, "examples/penguins.csv"), join(folder, "penguins.csv"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.each(runnable)("$file", { timeout: PATIENCE }, async ({ file, runnable }) => {
    const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
    const { outputText } = ts.transpileModule(runnable, { compilerOptions });
    // The program stands outside the package here, so that its files do too: the library's names become its places.
    const place = (name: string) => JSON.stringify(pathToFileURL(join(ROOT, "dist/bundle", name)).href);
    const script = join(folder, `${file.replaceAll("/", "-")}.mjs`);
    await writeFile(
      script,
      outputText.replaceAll('"evenkeel/report"', place("report.js")).replaceAll('"evenkeel"', place("index.js")),
    );
    const { code, stderr } = await runNode([script], { cwd: folder });
    expect(stderr).toBe("");
    expect(code).toBe(0);
  });
});
