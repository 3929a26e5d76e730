import { usageError } from "../errors.ts";
import { laidOut, namesCalled } from "../expression/laid-out.ts";
import { show } from "../options/show.ts";
import { writtenValue } from "../trick/written.ts";
import type { Instance } from "../trick.ts";

/** A run as a program says it. */
export interface ProgramParts {
  /** The source of its data. */
  source: Instance;
  /** Sizes that sets are cut to, and the seed of what is left. */
  limits?: { sizes: object; seed: number } | undefined;
  /** What the recipe says of the data beside their source, such as the task. */
  facts?: object | undefined;
  model: Instance;
  /** The options of `train`. */
  options: object;
  /** Names of your own tricks, and the module that exports them as `use`. */
  own?: { names: readonly string[]; module: string } | undefined;
}

/** A TypeScript program, also JavaScript, that imports the package and does the run. */
export function programText({ source, limits, facts, model, options, own }: ProgramParts): string {
  const given = { source: text(source), model: text(model), options: text(options) };
  const cut = limits && `, ${text(limits.sizes)}, ${limits.seed}`;
  const names = new Set(Object.values(given).flatMap(namesCalled));
  const mine = (own?.names ?? []).filter((name) => names.delete(name));
  const whole = names.delete("ensemble"); // the public one joins trained models, and is another function
  const imports = [
    ...names,
    "train",
    ...(cut === undefined ? [] : ["limit"]),
    ...(whole ? ["fromExpression"] : []),
  ].sort();
  const data = cut === undefined ? laidOut(given.source, 19) : `${given.source}${cut}`;
  const awaited = cut === undefined ? `await ${data}` : `limit(await ${data})`;
  return [
    ...importLines(imports),
    ...(own === undefined || mine.length === 0 ? [] : [`import recipe from ${JSON.stringify(own.module)};`]),
    "",
    ...(own === undefined || mine.length === 0 ? [] : ownLines(mine)),
    `const data = ${facts === undefined ? awaited : `{ ...(${awaited}), ${text(facts).slice(2, -2)} }`};`,
    `const model = ${whole ? `fromExpression("layers", ${JSON.stringify(given.model)})` : laidOut(given.model, 14)};`,
    `const run = await ${laidOut(`train(model, data, ${given.options})`, 18)};`,
    "console.log(run.test ?? run.history.at(-1));",
    "",
  ].join("\n");
}

/** Columns of a line. */
const WIDTH = 100;

function text(value: unknown): string {
  return writtenValue(value, (one, where) => {
    throw usageError({
      where: `recipe: ${where}`,
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

function ownLines(names: readonly string[]): string[] {
  const find = (name: string) => `recipe.use.find(({ definition }) => definition.name === ${JSON.stringify(name)})`;
  return names.map((name) => `const ${name} = ${find(name)};`);
}
