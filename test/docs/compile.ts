import { join } from "node:path";
import ts from "typescript";
import { ROOT } from "../dist.ts";
import type { Program } from "./fences.ts";

/** What the compiler says of each program, as "docs/page.md:12: …"; all are compiled at once, as files of the project. */
export function complaintsAbout(programs: readonly Program[]): Map<Program, string[]> {
  const { config } = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, ROOT);
  const texts = new Map(programs.map(({ file, text }) => [join(ROOT, file), text]));
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  host.getSourceFile = (path, language, ...rest) => {
    const text = texts.get(path);
    return text === undefined ? getSourceFile(path, language, ...rest) : ts.createSourceFile(path, text, language);
  };
  const compiled = ts.createProgram([...texts.keys()], options, host);
  return new Map(
    programs.map((program) => {
      const source = compiled.getSourceFile(join(ROOT, program.file));
      const found = [...compiled.getSyntacticDiagnostics(source), ...compiled.getSemanticDiagnostics(source)];
      return [program, found.filter(({ code }) => counts(code, program)).map((each) => inWords(each, program))];
    }),
  );
}

/** A name that is never used is a slip in a file of the project; in an example the reader uses it. */
const UNUSED = [6133, 6192, 6196, 6198];
const counts = (code: number, { file }: Program) => file.startsWith("src/") || !UNUSED.includes(code);

function inWords({ file, start = 0, messageText }: ts.Diagnostic, { page }: Program): string {
  const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
  return `${page}:${line}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
}
