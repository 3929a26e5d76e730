import ts from "typescript";
import type { Page } from "./pages.ts";

/**
 * A block of code on a page. What a reader need not see of its surroundings may stand in a comment right before it:
 * `<!-- around PATH` and lines of code, of which one is `…`, the place of the block. `<!-- not run: why -->` there says
 * that the block is compiled, but not run.
 */
export interface Fence {
  page: string;
  language: string;
  /** Where the block opens on the page, counted from 0. */
  line: number;
  lines: readonly string[];
  /** The file that it stands in: what `around` names, or its own first line, `// src/…`. */
  file?: string | undefined;
  before: readonly string[];
  after: readonly string[];
  runs: boolean;
}

export function fencesOf({ path, text }: Page): Fence[] {
  const lines = text.split("\n");
  const fences: Fence[] = [];
  for (let line = 0; line < lines.length; line++) {
    const opening = /^( *)```(\w*)/.exec(lines[line]);
    if (opening === null) continue;
    const [, indent, language] = opening;
    const end = lines.findIndex((other, at) => at > line && other === `${indent}\`\`\``);
    if (end < 0) throw new Error(`${path}:${line + 1}: the block is never closed`);
    const code = lines.slice(line + 1, end);
    const { file, before = [], after = [], runs = true } = commentAt(lines, line);
    fences.push({
      page: path,
      language,
      line,
      lines: code,
      file: file ?? /^\s*\/\/ ((?:src|test|lab)\/\S+\.ts)$/.exec(code[0] ?? "")?.[1],
      before,
      after,
      runs,
    });
    line = end;
  }
  return fences;
}

/** What a comment that ends right before a line says of the block that opens there. */
function commentAt(lines: readonly string[], line: number): Partial<Fence> {
  const last = lines.slice(0, line).findLastIndex((each) => each.trim() !== "");
  if (!lines[last]?.endsWith("-->")) return {};
  const first = lines.slice(0, last + 1).findLastIndex((each) => each.trimStart().startsWith("<!--"));
  if (/<!-- not run: .+/.test(lines[first])) return { runs: false };
  const around = /<!-- around(?: (\S+\.ts))?$/.exec(lines[first]);
  if (around === null) return {};
  const code = lines.slice(first + 1, last);
  const place = code.findIndex((each) => each.trim() === "…");
  if (place < 0) throw new Error(`line ${first + 1}: what stands around a block has no line … for it`);
  return { file: around[1], before: code.slice(0, place), after: code.slice(place + 1) };
}

/** Code of a page that is compiled as one file, in which every line has the number that it has on the page. */
export interface Program {
  page: string;
  /** The file's path from the root. */
  file: string;
  text: string;
  /** The same without what is not to be run. */
  runnable: string;
}

/**
 * The programs of a page. A block goes on with those before it, unless it declares a name again that one of them has
 * declared: then it begins a new program. A block that is a file of the project is one by itself.
 */
export function programsOf(page: Page): Program[] {
  const groups: { file?: string | undefined; fences: Fence[]; names: Set<string> }[] = [];
  for (const fence of fencesOf(page).filter(({ language }) => language === "ts")) {
    const names = declaredIn(fence.lines.join("\n"));
    const last = groups.at(-1);
    const goesOn = last?.file === undefined && fence.file === undefined && !names.some((name) => last?.names.has(name));
    if (last === undefined || !goesOn) groups.push({ file: fence.file, fences: [fence], names: new Set(names) });
    else {
      last.fences.push(fence);
      for (const name of names) last.names.add(name);
    }
  }
  return groups.map(({ file, fences }) => ({
    page: page.path,
    file: file ?? `${page.path}.${fences[0].line + 1}.ts`,
    text: joined(fences),
    runnable: joined(fences.filter(({ runs }) => runs)),
  }));
}

/** The names that code declares at its top, imports among them. */
function declaredIn(code: string): string[] {
  return ts.createSourceFile("block.ts", code, ts.ScriptTarget.Latest).statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ name }) => namesIn(name));
    if (ts.isImportDeclaration(statement)) {
      const bindings = statement.importClause?.namedBindings;
      return bindings !== undefined && ts.isNamedImports(bindings)
        ? bindings.elements.map(({ name }) => name.text)
        : [];
    }
    return ts.isFunctionDeclaration(statement) && statement.name !== undefined ? [statement.name.text] : [];
  });
}

/** Those of a variable, or of a pattern such as { data: [first] }. */
function namesIn(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesIn(element.name) : []));
}

function joined(fences: readonly Fence[]): string {
  const lines: string[] = [];
  for (const { line, before, lines: code, after } of fences) {
    lines[line] = before.join(" ");
    code.forEach((each, i) => {
      lines[line + 1 + i] = each;
    });
    lines[line + 1 + code.length] = after.join(" ");
  }
  return `${Array.from(lines, (line) => line ?? "").join("\n")}\nexport {};`;
}
