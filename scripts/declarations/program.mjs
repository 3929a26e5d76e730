// @ts-check
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import ts from "typescript";

/** The declarations that users import, by package.json. */
export const ENTRIES = Object.values(JSON.parse(readFileSync("package.json", "utf8")).exports)
  .map(({ types }) => types)
  .filter(Boolean)
  .map((/** @type {string} */ path) => resolve(path));

/**
 * The package's declarations as TypeScript reads them, some files with other texts than on disk.
 * @param {{ texts?: ReadonlyMap<string, string>; before?: ts.Program }} [given] the texts, and a program most of whose files
 * are the same
 */
export function declarationProgram({ texts = new Map(), before } = {}) {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile("tsconfig.json", ts.sys.readFile).config,
    ts.sys,
    ".",
  );
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (path, languageVersion, ...rest) => {
    const text = texts.get(path);
    if (text !== undefined) return ts.createSourceFile(path, text, languageVersion, true);
    return before?.getSourceFile(path) ?? getSourceFile(path, languageVersion, ...rest);
  };
  return ts.createProgram(ENTRIES, { ...options, rootDir: ".", allowJs: false, skipLibCheck: false }, host);
}

/**
 * The public names of an entry, each as it is declared.
 * @param {ts.Program} program
 * @param {string} entry
 */
export function exportsOf(program, entry) {
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(/** @type {ts.SourceFile} */ (program.getSourceFile(entry)));
  return checker
    .getExportsOfModule(/** @type {ts.Symbol} */ (module))
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol));
}
