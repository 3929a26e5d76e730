import { join } from "node:path";
import ts from "typescript";
import { ROOT } from "./dist.ts";

/** The options of a user's project. */
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.esnext.disposable.d.ts"],
  types: ["node"],
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  noEmit: true,
};

/** Files that two editors have in common are parsed once. */
const PARSED = ts.createDocumentRegistry();

/** TypeScript as an editor asks it, on files of a user of the package that are nowhere on disk. */
export function editorOf(files: Readonly<Record<string, string>>): ts.LanguageService {
  const texts = new Map(Object.entries(files).map(([name, text]) => [join(ROOT, name), text]));
  const read = (path: string) => texts.get(path) ?? ts.sys.readFile(path);
  const host: ts.LanguageServiceHost = {
    ...{ readFile: read, fileExists: (path) => texts.has(path) || ts.sys.fileExists(path) },
    ...{ directoryExists: ts.sys.directoryExists, getDirectories: ts.sys.getDirectories },
    getCompilationSettings: () => OPTIONS,
    getScriptFileNames: () => [...texts.keys()],
    getScriptVersion: () => "1",
    getScriptSnapshot(path) {
      const text = read(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => ROOT,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
  };
  return ts.createLanguageService(host, PARSED);
}
