import { join } from "node:path";
import ts from "typescript";
import { beforeAll, describe, expect, test } from "vitest";
import * as evenkeel from "../src/index.ts";
import type { Options } from "../src/options.ts";
import { allTrickFacts } from "../src/report/catalogue/trick-facts.ts";
import { OPTIONS as findRateOptions } from "../src/train/find-rate/find-rate.ts";
import { buildDist, PATIENCE, ROOT } from "./dist.ts";
import { editorOf } from "./editor-of.ts";
import { present } from "./present.ts";

/** What an editor shows of a name. */
interface Shown {
  /** The declaration, in short. */
  signature: string;
  text: string;
  tags: readonly { name: string; text: string }[];
}

/** Those that are functions of the same name; ensemble() makes its layer of trained models. */
const TRICKS = allTrickFacts().filter(({ name }) => "definition" in Reflect.get(evenkeel, name));
/** Where users import from. */
const ENTRIES = ["evenkeel", "evenkeel/report"];
/** What examples stand among: what anyone who uses the package has. */
const GIVEN = `
import * as v from "valibot";
declare const model: Layer;
declare const data: Dataset & { test: Samples };
declare const run: Run;
declare const runs: Run[];
declare const study: Study;
declare const images: Float32Array;
`;

let editor: ts.LanguageService;
let checker: ts.TypeChecker;
/** Every public name, with what the editor shows where it is imported. */
const shown = new Map<string, Shown>();
const symbols = new Map<string, ts.Symbol>();

beforeAll(async () => {
  await buildDist();
  editor = editorOf(Object.fromEntries(ENTRIES.map((entry, i) => [`entry-${i}.ts`, `export * from "${entry}";`])));
  const program = present(editor.getProgram());
  checker = program.getTypeChecker();
  const names = ENTRIES.map((_, i) => {
    const module = present(checker.getSymbolAtLocation(present(program.getSourceFile(join(ROOT, `entry-${i}.ts`)))));
    const exported = checker.getExportsOfModule(module);
    for (const symbol of exported)
      symbols.set(symbol.name, symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
    return exported.map(({ name }) => name);
  });
  const imports = ENTRIES.map((entry, i) => `import { ${names[i].join(", ")} } from "${entry}";\n`).join("");
  const examples = [...symbols.values()].flatMap(declarationsOf).flatMap(examplesOf);
  const functions = examples.map((code) => `async () => {\n${code}\n};\n`);
  editor = editorOf({ "names.ts": imports, "examples.ts": `${imports}${GIVEN}${functions.join("")}` });
  checker = present(editor.getProgram()).getTypeChecker();
  for (const name of names.flat()) {
    const at = imports.search(new RegExp(`\\b${name}\\b`));
    const info = present(editor.getQuickInfoAtPosition(join(ROOT, "names.ts"), at));
    const tags = info.tags?.map((tag) => ({ name: tag.name, text: ts.displayPartsToString(tag.text) })) ?? [];
    const [signature, text] = [info.displayParts, info.documentation].map(ts.displayPartsToString);
    shown.set(name, { signature, text, tags });
  }
}, PATIENCE);

describe("an editor shows", { timeout: PATIENCE }, () => {
  test("what every public name is for", () => {
    const without = [...shown].filter(([, words]) => isUntold(words));
    expect(without.map(([name]) => name)).toEqual([]);
    expect(shown.size).toBeGreaterThan(250);
  });

  test.each(["compile", "compileLayer", "optimizerStepper"])(
    "that %s computes on the calling thread by default",
    (name) => {
      const threads = shown.get(name)?.tags.filter(({ text }) => text.startsWith("options.threads")) ?? [];
      expect(threads.map(({ text }) => text.replaceAll("\n", " "))).toEqual([
        expect.stringContaining("0 by default: the calling thread itself"),
      ]);
    },
  );

  test("of every trick each option with what it accepts and its default, an example, and the source", () => {
    for (const { name, options, example, source, summary } of TRICKS) {
      const { text, tags } = present(shown.get(name));
      expect(text.replace(/\s+/g, " "), name).toContain(summary);
      expect(textOf(tags, "example"), name).toContain(example);
      expect(text.replace(/\s+/g, " "), name).toContain(`**Source:** ${source}`);
      for (const option of options) {
        const words = tags
          .find((tag) => tag.name === "param" && isOf(tag.text, option.name))
          ?.text.replace(/\s+/g, " ");
        expect(words, `${name}: ${option.name}`).toContain(option.accepts);
        expect(words, `${name}: ${option.name}`).toContain(
          option.default ?? (option.required ? "Required" : "default"),
        );
      }
    }
  });

  test("names of parameters, and those that must be given without a question mark", () => {
    for (const { name } of TRICKS) expect(present(shown.get(name)).signature, name).not.toMatch(/args|first/);
    expect(present(shown.get("adam")).signature).toContain("adam(options?: AdamOptions): Optimizer");
    expect(present(shown.get("dense")).signature).toContain(
      'dense(units: number, options?: Omit<DenseOptions, "units">): Layer',
    );
    expect(present(shown.get("lookahead")).signature).toContain("lookahead(optimizer: Optimizer, options?:");
  });

  test("former names of options as deprecated members of their types", () => {
    const tables = TRICKS.map(({ name }): [string, Options] => {
      const { options }: { options: Options } = Reflect.get(evenkeel, name).definition;
      return [`${name[0].toUpperCase()}${name.slice(1)}Options`, options];
    });
    const former = [...tables, ["FindRateOptions", findRateOptions] as const].flatMap(([type, options]) =>
      Object.entries(options).flatMap(([now, { formerly = [] }]) => formerly.map((then) => ({ type, now, then }))),
    );
    expect(former.length).toBeGreaterThan(10);
    for (const { type, now, then } of former) {
      const members = checker.getDeclaredTypeOfSymbol(present(symbols.get(type))).getProperties();
      const [newer, older] = [now, then].map((name) => present(members.find((member) => member.name === name)));
      const [tag] = older.getJsDocTags(checker).filter(({ name }) => name === "deprecated");
      expect(ts.displayPartsToString(tag?.text), `${type}.${then}`).toBe(`The former name of \`${now}\`.`);
      expect(checker.typeToString(checker.getTypeOfSymbol(older))).toBe(
        checker.typeToString(checker.getTypeOfSymbol(newer)),
      );
      expect(older.flags & ts.SymbolFlags.Optional, `${type}.${then}`).not.toBe(0);
    }
  });

  test("unions without what is in another member of theirs, the model by its name, and what options are", () => {
    for (const { name } of TRICKS) {
      const { signature } = present(shown.get(name));
      expect(signature.replace(/Options & \{\n {4}test: 0;\n\}/, "Options"), name).not.toContain("&");
    }
    expect(present(shown.get("warmup")).signature).toContain("schedule: number | Schedule,");
    expect(present(shown.get("train")).signature).toContain("train(model: Layer, data: Dataset");
    expect(present(shown.get("dense")).tags).toContainEqual({
      name: "param",
      text: "options The other options, by name.",
    });
  });

  test("an example of every function", () => {
    const without = [...shown].filter(([name, { tags }]) => isFunction(name) && textOf(tags, "example") === "");
    expect(without.map(([name]) => name)).toEqual([]);
  });

  test.each(["train", "evaluate", "compare", "predict"])("every option of %s, and what it throws", (name) => {
    const [declared] =
      name === "predict" ? [methodOf("TrainedModel", name)] : present(present(symbols.get(name)).declarations);
    const { tags } = documentedIn(declared);
    const parameter = present(
      (declared as ts.FunctionDeclaration).parameters.find((one) => one.name.getText() === "options"),
    );
    const options = checker.getNonNullableType(checker.getTypeAtLocation(parameter)).getProperties();
    for (const option of options) {
      if (checker.getTypeOfSymbol(option).flags & ts.TypeFlags.Undefined) continue; // of another overload
      const words = tags.find((tag) => tag.name === "param" && isOf(tag.text, option.name))?.text;
      expect(words, option.name).toMatch(/default|Required|Accepts a function|Accepts an AbortSignal/i);
    }
    expect(options.length).toBeGreaterThan(1);
    expect(textOf(tags, "throws")).not.toBe("");
    expect(textOf(tags, "example")).not.toBe("");
  });

  test("what every member of a public type is", () => {
    const without = [...symbols].flatMap(([name, symbol]) =>
      membersOf(symbol)
        .filter((member) => isUntold(documentedIn(member)))
        .map((member) => `${name}.${member.name?.getText()}`),
    );
    expect(without).toEqual([]);
  });
});

describe("examples in comments", { timeout: PATIENCE }, () => {
  test("compile as a user's code", () => {
    const path = join(ROOT, "examples.ts");
    const wrong = [...editor.getSyntacticDiagnostics(path), ...editor.getSemanticDiagnostics(path)];
    const messages = wrong.map(({ file, start, messageText }) => {
      const line = present(file).getLineAndCharacterOfPosition(present(start)).line;
      return `${present(file).text.split("\n")[line]}\n${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
    });
    expect(messages).toEqual([]);
  });
});

/** Whether nothing is said, not even by what it is replaced. */
function isUntold({ text, tags }: Omit<Shown, "signature">): boolean {
  return text === "" && textOf(tags, "deprecated") === "";
}

function textOf(tags: Shown["tags"], name: string): string {
  return tags.find((tag) => tag.name === name)?.text ?? "";
}

/** Whether the text of a `@param` is that of an option: "rate …", or "options.rate …". */
function isOf(text: string, option: string): boolean {
  return text.startsWith(`${option} `) || text.startsWith(`options.${option} `);
}

function isFunction(name: string): boolean {
  return (present(symbols.get(name)).flags & ts.SymbolFlags.Function) !== 0;
}

/** The declarations of a name, and of the methods in them. */
function declarationsOf({ declarations = [] }: ts.Symbol): ts.Declaration[] {
  return declarations.flatMap((one) => (ts.isClassDeclaration(one) ? [one, ...one.members] : [one]));
}

function methodOf(type: string, method: string): ts.Declaration {
  return present(
    declarationsOf(present(symbols.get(type))).find(
      (one) => ts.isMethodDeclaration(one) && one.name.getText() === method,
    ),
  );
}

/** The members that a public type declares: not those that it has from others, nor private ones. */
function membersOf({ declarations = [] }: ts.Symbol): ts.NamedDeclaration[] {
  return declarations
    .flatMap((one): readonly ts.NamedDeclaration[] =>
      ts.isInterfaceDeclaration(one) || ts.isClassDeclaration(one) ? one.members : [],
    )
    .filter(({ name }) => name !== undefined && ts.isIdentifier(name))
    .filter((one, i, all) => all.findIndex(({ name }) => name?.getText() === one.name?.getText()) === i); // overloads
}

function documentedIn(declared: ts.Node): Omit<Shown, "signature"> {
  const comment = ts.getJSDocCommentsAndTags(declared).findLast(ts.isJSDoc);
  const tags = comment?.tags?.map((tag) => {
    const name = ts.isJSDocParameterTag(tag) ? `${tag.name.getText()} ` : "";
    return { name: tag.tagName.text, text: name + (ts.getTextOfJSDocComment(tag.comment) ?? "") };
  });
  return { text: ts.getTextOfJSDocComment(comment?.comment) ?? "", tags: tags ?? [] };
}

function examplesOf(declared: ts.Declaration): string[] {
  return documentedIn(declared)
    .tags.filter(({ name }) => name === "example")
    .map(({ text }) => text);
}
