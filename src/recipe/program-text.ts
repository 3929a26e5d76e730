import type { SetSizes } from "../data/with-sizes.ts";
import { usageError } from "../errors.ts";
import { laidOut, namesCalled } from "../expression/laid-out.ts";
import { show } from "../options/show.ts";
import { writtenValue } from "../trick/written.ts";
import type { Instance } from "../trick.ts";

/** A run as a program says it. */
export interface ProgramParts {
  /** The source of its data. */
  source: Instance;
  /** How large its sets are to be. */
  sizes?: SetSizes | undefined;
  /** What the recipe says of the data beside their source, such as the task. */
  facts?: object | undefined;
  model: Instance;
  /** The options of `train`. */
  options: object;
  /** Names of your own tricks, and the module that exports them as `use`. */
  own?: { names: readonly string[]; module?: string | undefined } | undefined;
}

/** A TypeScript program, also JavaScript, that imports the package and does the run. */
export function programText({ source, sizes, facts, model, options, own }: ProgramParts): string {
  const texts = { source: text(source), model: text(model), options: text(options) };
  const names = new Set(Object.values(texts).flatMap(namesCalled));
  const mine = (own?.names ?? []).filter((name) => names.delete(name));
  const isWhole = names.delete("ensemble"); // the public one joins trained models, and is another function
  const functions = [...(sizes === undefined ? [] : ["withSizes"]), ...(isWhole ? ["fromExpression"] : []), "train"];
  return [
    ...importLines([...names, ...functions].sort()),
    ...ownLines(mine, own?.module),
    ...dataLines(laidOut(texts.source, 20), sizes, facts),
    `const model = ${isWhole ? `fromExpression("layers", ${JSON.stringify(texts.model)})` : laidOut(texts.model, 14)};`,
    `const run = await ${laidOut(`train(model, data, ${texts.options})`, 18)};`,
    "console.log(run.test ?? run.history.at(-1));",
    "",
  ].join("\n");
}

/** The data, from their source. */
function dataLines(source: string, sizes: object | undefined, facts: object | undefined): string[] {
  if (sizes === undefined && facts === undefined) return [`const data = await ${source};`];
  const sized = sizes === undefined ? "whole" : `withSizes(whole, ${text(sizes)})`;
  const data = facts === undefined ? sized : `{ ...${sized}, ${text(facts).slice(2, -2)} }`;
  return [`const whole = await ${source};`, `const data = ${data};`];
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
