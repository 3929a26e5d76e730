// @ts-check
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { optionFacts } from "../../dist/report/catalogue/trick-facts.js";
import { commentOf } from "./doc-comment.mjs";
import { optionDoc } from "./option-doc.mjs";

/**
 * What is to be shown of options beyond the text that stands at them: the range and the default of their checks.
 * @param {ts.Program} program
 * @param {Awaited<ReturnType<typeof import("./option-tables.mjs").optionTables>>} tables
 * @returns {Promise<Map<ts.Declaration, string>>}
 */
export async function optionWords(program, tables) {
  const checker = program.getTypeChecker();
  /** @type {Map<ts.Declaration, string>} */
  const words = new Map();
  for (const [type, facts] of tables)
    for (const { name, valueDeclaration } of checker.getDeclaredTypeOfSymbol(type).getProperties()) {
      const option = facts.get(name);
      if (option === undefined || valueDeclaration === undefined || words.has(valueDeclaration)) continue;
      words.set(valueDeclaration, optionDoc({ ...option, doc: commentOf(valueDeclaration).text || option.doc }));
    }
  for (const table of program.getSourceFiles().filter(isOurs).flatMap(optionConstants)) {
    const module = await import(pathToFileURL(table.getSourceFile().fileName.replace(/\.d\.ts$/, ".js")).href);
    const options = module[table.name.getText()];
    for (const member of /** @type {ts.TypeLiteralNode} */ (table.type).members) {
      const name = member.name?.getText() ?? "";
      if (options[name].doc !== "") words.set(member, optionDoc(optionFacts(name, options[name])));
    }
  }
  return words;
}

/** @param {ts.SourceFile} file */
function isOurs({ fileName }) {
  return !fileName.includes("/node_modules/");
}

/**
 * Constants whose members are options, which types are made of.
 * @param {ts.SourceFile} file
 */
function optionConstants(file) {
  return file.statements
    .filter(ts.isVariableStatement)
    .filter(({ modifiers }) => modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
    .flatMap(({ declarationList }) => declarationList.declarations)
    .filter(({ type }) => type !== undefined && ts.isTypeLiteralNode(type) && type.members.every(isOption));
}

/** @param {ts.TypeElement} member */
function isOption(member) {
  return ts.isPropertySignature(member) && /^(import\(.*\)\.)?Option</.test(member.type?.getText() ?? "");
}
