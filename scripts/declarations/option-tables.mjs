// @ts-check
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { optionFacts } from "../../dist/report/catalogue/trick-facts.js";

/** @typedef {import("../../dist/report/catalogue/trick-facts.js").OptionFacts & { formerly?: readonly string[] }} OptionFacts */

/**
 * The checks of the options of functions: every `const checks = { … } satisfies Checks<TrainOptions>` of the sources, by the
 * symbols of the interfaces.
 * @param {ts.Program} program
 * @returns {Promise<Map<ts.Symbol, Map<string, OptionFacts>>>}
 */
export async function optionTables(program) {
  const checker = program.getTypeChecker();
  const tables = new Map();
  for (const { file, constant, type } of checksInSources()) {
    const declarations = program.getSourceFile(resolve("dist", file.replace(/\.ts$/, ".d.ts")));
    const module = await import(pathToFileURL(resolve("dist", file.replace(/\.ts$/, ".js"))).href);
    if (declarations === undefined) continue; // no public function takes these
    if (module[constant] === undefined)
      throw new Error(`src/${file}: expected ${constant} to be exported, for its words`);
    const symbol = checker.getSymbolsInScope(declarations, ts.SymbolFlags.Type).find(({ name }) => name === type);
    if (symbol === undefined) continue;
    const facts = Object.entries(module[constant]).map(([name, option]) => [
      name,
      { ...optionFacts(name, option), formerly: option.formerly },
    ]);
    tables.set(checker.getExportSymbolOfSymbol(symbol), new Map(/** @type {[string, OptionFacts][]} */ (facts)));
  }
  return tables;
}

function checksInSources() {
  return readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((file) => /(?<!\.test)\.ts$/.test(file))
    .flatMap((file) => {
      const text = readFileSync(join("src", file), "utf8");
      if (!text.includes("satisfies Checks<")) return [];
      const { statements } = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
      return statements
        .filter(ts.isVariableStatement)
        .flatMap(({ declarationList }) => declarationList.declarations)
        .flatMap(({ name, initializer }) => {
          if (initializer === undefined || !ts.isSatisfiesExpression(initializer)) return [];
          const [, type] = /^Checks<(\w+)>$/.exec(initializer.type.getText()) ?? [];
          return type === undefined ? [] : [{ file, constant: name.getText(), type }];
        });
    });
}
