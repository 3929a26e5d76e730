import { parse } from "./parse.ts";
import type { Entry, Node } from "./syntax.ts";

/** Columns of a line. */
const WIDTH = 100;

/**
 * An expression over several lines, where it is longer than one: each item of a list, option or argument on its own.
 * @param before columns that are taken already in the first line, as by "const model = ".
 */
export function laidOut(text: string, before = 0): string {
  return lines(parse({ text, where: "expression" }), { text, indent: "" }, before);
}

/** The names that are called in an expression, in alphabetical order. */
export function namesCalled(text: string): string[] {
  const names = new Set<string>();
  const walk = (node: Node): void => {
    if (node.type === "call" && node.called) names.add(node.name);
    for (const inner of innerOf(node)) walk(inner);
  };
  walk(parse({ text, where: "expression" }));
  return [...names].sort();
}

interface Layout {
  readonly text: string;
  readonly indent: string;
}

function lines(node: Node, layout: Layout, before: number): string {
  const { text, indent } = layout;
  const whole = text.slice(node.from, node.to);
  if (before + whole.length <= WIDTH || node.type === "literal") return whole;
  const inner = { text, indent: `${indent}  ` };
  const each = <T>(all: readonly T[], one: (item: T) => string) =>
    all.map((item) => `\n${inner.indent}${one(item)},`).join("") + (all.length === 0 ? "" : `\n${indent}`);
  if (node.type === "list") return `[${each(node.items, (item) => lines(item, inner, inner.indent.length + 1))}]`;
  if (node.type === "entries") return `{${each(node.entries, (entry) => option(entry, inner))}}`;
  // A list or options at the end open in the line of the call, if what stands before them is short.
  const last = node.args.at(-1);
  const opening = text.slice(node.from, last?.from ?? node.to);
  if (last !== undefined && before + opening.length <= WIDTH && isShort(opening) && last.type !== "call")
    return `${opening}${lines(last, layout, before + opening.length + 1)})`;
  return `${node.name}(${each(node.args, (arg) => lines(arg, inner, inner.indent.length + 1))})`;
}

function isShort(opening: string): boolean {
  return opening.length <= WIDTH / 2;
}

function option({ at, value }: Entry, layout: Layout): string {
  const key = `${layout.text.slice(at.from, at.to)}: `;
  return key + lines(value, layout, layout.indent.length + key.length + 1);
}

function innerOf(node: Node): readonly Node[] {
  if (node.type === "list") return node.items;
  if (node.type === "entries") return node.entries.map(({ value }) => value);
  return node.type === "call" ? node.args : [];
}
