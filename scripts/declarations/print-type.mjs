// @ts-check
import ts from "typescript";

export const AS_IMPORTED = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseFullyQualifiedType;

/**
 * A type as it is written in the file of a declaration; of a union each member, so that an editor shows the choices and
 * not the name of their list. undefined is left out, and so are intersections of members: "number & Schedule".
 * @param {ts.TypeChecker} checker
 * @param {ts.Type} type
 * @param {ts.Node} place
 * @param {readonly string[]} [choices] literals in the order in which they are shown
 */
export function printType(checker, type, place, choices = []) {
  const print = (/** @type {ts.Type} */ one) => {
    const text = checker.typeToString(one, place, AS_IMPORTED);
    return /^(\(|<).*=>/.test(text) ? `(${text})` : text; // a function, which may become a part of a union
  };
  const all = (type.isUnion() ? type.types : [type]).filter(({ flags }) => !(flags & ts.TypeFlags.Undefined));
  const members = all.filter((one) => !isPartOf(checker, one, all));
  const texts = [...new Set(members.map((one) => (one.flags & ts.TypeFlags.BooleanLiteral ? "boolean" : print(one))))];
  const ordered = choices.map((choice) => JSON.stringify(choice)).filter((text) => texts.includes(text));
  return [...new Set([...ordered, ...texts])].join(" | ");
}

/**
 * Whether a type is an intersection that another one contains.
 * @param {ts.TypeChecker} checker
 * @param {ts.Type} type
 * @param {readonly ts.Type[]} others
 */
function isPartOf(checker, type, others) {
  return (
    type.isIntersection() && others.some((other) => !other.isIntersection() && checker.isTypeAssignableTo(type, other))
  );
}

/**
 * The text with what it takes from other files by name, and these names by file.
 * @param {string} text
 * @param {Map<string, Set<string>>} imports
 */
export function importing(text, imports) {
  return text.replace(/import\("([^"]+)"\)\.(\w+)/g, (_, from, name) => {
    const file = from.replace(/\.js$/, ".ts");
    imports.set(file, (imports.get(file) ?? new Set()).add(name));
    return name;
  });
}
