import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readVary } from "../../src/cli/commands/compare.ts";
import { TOPICS } from "../../src/cli/commands/explain.ts";
import { EXPERIMENTS } from "../../src/cli/experiments.ts";
import type { Host } from "../../src/cli/host.ts";
import { recipeFromFlags } from "../../src/cli/recipe-flags.ts";
import { parserFor } from "../../src/cli/run.ts";
import { variantsOf } from "../../src/compare/variants.ts";
import * as diagnoses from "../../src/doctor/diagnoses/index.ts";
import { defineRecipe } from "../../src/recipe/define-recipe.ts";
import { allTrickFacts } from "../../src/report/catalogue/trick-facts.ts";
import { ROOT } from "../dist.ts";
import { fencesOf } from "./fences.ts";
import { FILES, type Page, WRITTEN_PAGES, withoutFences } from "./pages.ts";

/** The command lines of a page: those in blocks, and those in backticks that begin with a program. */
function commandLinesOf(page: Page): string[] {
  const blocks = fencesOf(page).filter(({ language }) => language === "sh");
  const quoted = [...withoutFences(page.text).matchAll(/`((?:npx|npm|node) [^`\n]+|evenkeel [a-z][^`\n]*)`/g)];
  const whole = blocks.flatMap(({ lines }) =>
    lines
      .join("\n")
      .replaceAll(/\\\n\s*/g, "")
      .split("\n"),
  );
  return [...whole, ...quoted.map(([, line]) => line)]
    .flatMap((line) => line.replace(/\s+#.*/, "").split(" && "))
    .filter((line) => line.trim() !== "");
}

/** The words of a command line, as a shell has them: without quotation marks, and without where its output goes. */
function wordsOf(line: string): string[] {
  const words =
    line
      .replace(/^.* \| /, "")
      .replace(/ > \S+$/, "")
      .match(/('[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
  return words.map((word) => word.replaceAll(/'([^']*)'|"([^"]*)"/g, "$1$2"));
}

/** What is wrong with a command line; "" for a right one. It is parsed as it would be, but not run. */
function fault(line: string): string {
  const [program, ...args] = wordsOf(line);
  if (program === "export") return ""; // a variable of the shell
  if (program === "npm") return scriptMissing(args);
  if (program === "node") {
    const [script] = args.filter((arg) => !arg.startsWith("--"));
    return script === "-e" || FILES.includes(script) ? "" : `there is no ${script}`;
  }
  if (program === "npx" && args[0] === "esbuild") return "";
  if (program === "npx" && args[0] === "vitest") return missingTests(args.slice(2));
  const [name, ...rest] = program === "npx" ? args.slice(1) : args;
  return faultOf(
    name,
    rest.map((each) => ({ NAME: "dropout" })[each] ?? each),
  );
}

/** What of the files and folders of tests is not there; what stands behind -t are words. */
function missingTests(args: readonly string[]): string {
  const until = args.indexOf("-t");
  const paths = until < 0 ? args : args.slice(0, until);
  const missing = paths.filter((path) => !FILES.some((file) => file === path || file.startsWith(`${path}/`)));
  return missing.length === 0 ? "" : `there is no ${missing.join(", ")}`;
}

const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
const OF_NPM = ["ci", "cit", "install", "start", "test"];

function scriptMissing([command, script]: readonly string[]): string {
  const known = command === "run" ? Object.hasOwn(scripts, script) : OF_NPM.includes(command);
  return known ? "" : `there is no npm ${command} ${script}`;
}

type Flags = Record<string, string | boolean>;
/** What names a command takes for its argument. */
const NAMED: Record<string, readonly string[]> = {
  compare: EXPERIMENTS.map(({ name }) => name),
  explain: [...Object.keys(TOPICS), ...allTrickFacts().map(({ name }) => name), ...Object.keys(diagnoses)],
};

/** The commands whose flags are a recipe. */
const RUNS = ["train", "compare", "find-rate", "explain"];

function faultOf(name: string, args: readonly string[]): string {
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  const program = parserFor({ out: () => {}, err: say } as unknown as Host, () => {});
  for (const command of program.commands)
    command.action((of: string | Flags | undefined, flags: Flags = {}) => {
      if (typeof of === "string" && NAMED[name]?.includes(of) === false) say(`there is no ${of}`);
      const given = typeof of === "object" ? of : flags;
      const vary = readVary(given.vary as unknown as string[] | undefined);
      const base = recipeFromFlags(given.data === "-" ? { ...given, data: undefined } : given); // rows to predict may come in
      if (!RUNS.includes(name) || (name === "compare" && typeof of === "string")) return; // an experiment has a base of its own
      if (Object.keys(vary ?? {}).length === 0) defineRecipe(base);
      else variantsOf({ base, vary });
    });
  if (args.length === 0 && !name.startsWith("-"))
    return program.commands.some((command) => command.name() === name) ? "" : `there is no ${name}`;
  try {
    program.parse([name, ...args], { from: "user" });
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === undefined || !/^commander\.(help|version)/.test(code)) return message;
  }
  return said.join(" ");
}

describe.each(WRITTEN_PAGES)("$path", (page) => {
  test("has command lines that are understood", () => {
    const faults = commandLinesOf(page).map((line) => [line, fault(line)]);
    expect(faults.filter(([, wrong]) => wrong !== "")).toEqual([]);
  });
});

describe("the check", () => {
  test.each([
    ["npx evenkeel compare dropuot", "there is no dropuot"],
    ["npx evenkeel compare --vary dropuot=0,1", "dropuot"],
    ["npx evenkeel train --optimizer 'adam({ learningrate: 1 })'", "Did you mean learningRate?"],
    ["npx evenkeel compare --vary optimizer='adam()','sgdd()'", "Did you mean sgd?"],
    ["npx evenkeel train --modell mlp", "unknown option '--modell'"],
    ["npx evenkeel train --epochs many", "--epochs"],
    ["evenkeel forecast", "there is no forecast"],
    ["npm run nonsense", "there is no npm run nonsense"],
    ["npx vitest run src/nonsense", "there is no src/nonsense"],
    ["node scripts/nonsense.mjs", "there is no scripts/nonsense.mjs"],
  ])("finds what is wrong with %s", (line, wrong) => expect(fault(line)).toContain(wrong));
});
