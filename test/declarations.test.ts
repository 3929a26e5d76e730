import ts from "typescript";
import { describe, expect, test } from "vitest";
import { callShapes, isCovered } from "../scripts/declarations/call-shapes.mjs";
import { docComment, sentence, wrapped } from "../scripts/declarations/doc-comment.mjs";
import { optionDoc } from "../scripts/declarations/option-doc.mjs";
import { present } from "./present.ts";

/** The types of `a` and `b` as they are declared, with the checker that knows them. */
function declared(text: string): { checker: ts.TypeChecker; types: ts.Type[] } {
  const options = { noLib: true, strict: true, target: ts.ScriptTarget.ES2022 };
  const file = ts.createSourceFile("some.ts", text, options.target, true);
  const host = {
    ...ts.createCompilerHost(options),
    getSourceFile: (name: string) => (name === file.fileName ? file : undefined),
  };
  const checker = ts.createProgram([file.fileName], options, host).getTypeChecker();
  const types = file.statements
    .filter(ts.isFunctionDeclaration)
    .map(({ name }) => checker.getTypeAtLocation(present(name)));
  return { checker, types: [types[0], present(types.at(-1))] };
}

/** Whether all calls of `a` are calls of `b`, and the other way round. */
function covers(text: string): [boolean, boolean] {
  const { checker, types } = declared(text);
  const [a, b] = types.map((type) => callShapes(checker, type));
  const all = (some: typeof a, by: typeof a) => some.every((one) => by.some((other) => isCovered(checker, one, other)));
  return [all(a, b), all(b, a)];
}

describe("a generated declaration accepts what its source does", () => {
  const SOURCE =
    "declare function a(...args: [options?: { n?: number; m?: number }] | [n: number, options?: { m?: number }]): void;";

  test("where overloads are the members of the union", () => {
    const made =
      "declare function b(n: number, options?: { m?: number }): void; declare function b(options?: { n?: number; m?: number }): void;";
    expect(covers(`${SOURCE} ${made}`)).toEqual([true, true]);
  });

  test.each([
    ["one way is missing", "declare function b(options?: { n?: number; m?: number }): void;", [false, true]],
    [
      "an argument must be given",
      "declare function b(n: number, options: { m?: number }): void; declare function b(options?: { n?: number; m?: number }): void;",
      [false, true],
    ],
    [
      "a type is wider",
      "declare function b(n: number | string, options?: { m?: number }): void; declare function b(options?: { n?: number; m?: number }): void;",
      [true, false],
    ],
  ])("not where %s", (_, made, expected) => {
    expect(covers(`${SOURCE} ${made}`)).toEqual(expected);
  });

  test("where options are left out of which there are none", () => {
    expect(covers("declare function a(options?: {}): void; declare function b(): void;")).toEqual([true, true]);
  });
});

describe("comments for editors", () => {
  test("tell what an option does, what it accepts, and its default once", () => {
    const rate = { doc: "the size of a step", accepts: "a number above 0", default: "0.001", required: false };
    expect(optionDoc(rate)).toBe("The size of a step. Accepts a number above 0. Default: `0.001`.");
    expect(optionDoc({ ...rate, doc: "λ: as in the paper; 1 by default" })).toBe(
      "λ: as in the paper; 1 by default. Accepts a number above 0.",
    );
    expect(optionDoc({ doc: "units", accepts: "a number", required: true })).toBe("Units. Accepts a number. Required.");
  });

  test("leave names and symbols small at the beginning of a sentence", () => {
    expect(["adam() by default", "k, epochs in a strip", "a share"].map(sentence)).toEqual([
      "adam() by default.",
      "k, epochs in a strip.",
      "A share.",
    ]);
  });

  test("end nowhere but at their end, and break no line before what would begin a list or a tag", () => {
    expect(docComment({ text: 'all of "*/bias"', tags: [] })).toBe('/** all of "*\\/bias" */');
    const lines = wrapped(`${"word ".repeat(22)}words - not a list ${"word ".repeat(22)}end @not-a-tag`).split("\n");
    expect(lines.length).toBe(3);
    expect(lines.filter((line) => /^[-@]/.test(line))).toEqual([]);
  });
});
