import { usageError } from "../errors.ts";
import { laidOut, namesCalled } from "../expression/laid-out.ts";
import { show } from "../options/show.ts";
import { writtenValue } from "../trick/written.ts";
import type { Instance } from "../trick.ts";
import type { Resizing } from "./resized.ts";

/** A run as a program says it. */
export interface ProgramParts {
  /** The source of its data. */
  source: Instance;
  /** What is done with the data when they are there. */
  resizing?: (Resizing & { seed: number }) | undefined;
  /** What the recipe says of the data beside their source, such as the task. */
  facts?: object | undefined;
  model: Instance;
  /** The options of `train`. */
  options: object;
  /** Names of your own tricks, and the module that exports them as `use`. */
  own?: { names: readonly string[]; module?: string | undefined } | undefined;
}

/** A TypeScript program, also JavaScript, that imports the package and does the run. */
export function programText({ source, resizing, facts, model, options, own }: ProgramParts): string {
  const texts = { source: text(source), model: text(model), options: text(options) };
  const names = new Set(Object.values(texts).flatMap(namesCalled));
  const mine = (own?.names ?? []).filter((name) => names.delete(name));
  const isWhole = names.delete("ensemble"); // the public one joins trained models, and is another function
  const data = dataLines(laidOut(texts.source, 20), resizing, facts);
  const functions = ["limit", "holdOut"].filter((name) => data.some((line) => line.includes(`${name}(`)));
  return [
    ...importLines([...names, "train", ...functions, ...(isWhole ? ["fromExpression"] : [])].sort()),
    ...ownLines(mine, own?.module),
    ...data,
    `const model = ${isWhole ? `fromExpression("layers", ${JSON.stringify(texts.model)})` : laidOut(texts.model, 14)};`,
    `const run = await ${laidOut(`train(model, data, ${texts.options})`, 18)};`,
    "console.log(run.test ?? run.history.at(-1));",
    "",
  ].join("\n");
}

/** The data, from their source and what is done with them. */
function dataLines(source: string, resizing: ProgramParts["resizing"], facts: object | undefined): string[] {
  const { held, untested, sizes = {}, seed = 1 } = resizing ?? {};
  const cut = Object.keys(sizes).length > 0;
  const changes = [
    ...(held === undefined ? [] : [`...holdOut(whole.train, ${held}, ${seed})`]),
    ...(untested ? ["test: undefined"] : []),
    ...(facts === undefined ? [] : [text(facts).slice(2, -2)]),
  ];
  const changed = changes.length === 0 ? "whole" : `{ ...whole, ${changes.join(", ")} }`;
  if (!cut && changes.length === 0) return [`const data = await ${source};`];
  return [
    `const whole = await ${source};`,
    `const data = ${cut ? `limit(${changed}, ${text(sizes)}, ${seed})` : changed};`,
  ];
}

/** Columns of a line. */
const WIDTH = 100;

function text(value: unknown): string {
  return writtenValue(value, (one, where) => {
    throw usageError({
      where: `recipe${where.startsWith(": ") ? where : `: ${where}`}`,
      expected: "what a program can say in a line: numbers, texts, lists and tricks",
      received: show(one),
    });
  });
}

function importLines(names: readonly string[]): string[] {
  const line = `import { ${names.join(", ")} } from "evenkeel";`;
  if (line.length <= WIDTH) return [line];
  const lines: string[] = [];
  let filled = " ";
  for (const name of names) {
    if (filled.length + name.length + 2 > WIDTH) {
      lines.push(filled);
      filled = " ";
    }
    filled += ` ${name},`;
  }
  return ["import {", ...lines, filled, '} from "evenkeel";'];
}

/** Your own tricks, of the module that exports the recipe. */
function ownLines(names: readonly string[], module = "./recipe.mjs"): string[] {
  const find = (name: string) => `recipe.use.find(({ definition }) => definition.name === ${JSON.stringify(name)})`;
  if (names.length === 0) return [""];
  return [
    `import recipe from ${JSON.stringify(module)};`,
    "",
    ...names.map((name) => `const ${name} = ${find(name)};`),
  ];
}
