import * as v from "valibot";
import { catalogue } from "../catalogue.ts";
import { EvenkeelError, elsewhere } from "../errors.ts";
import { fromExpression } from "../expression/from-expression.ts";
import { expressionOf } from "../expression/to-expression.ts";
import { fromSpec } from "../from-spec.ts";
import { custom, type Option } from "../options.ts";
import { givenOf } from "../trick/given.ts";
import { type Instance, isInstance, isSpec, type TrickMaker } from "../trick/instance.ts";
import type { Kind } from "../trick/kinds.ts";
import { isOfKind } from "../trick/of-kind.ts";

/** A trick as text, in the notation of the library: "adam({ learningRate: 0.01 })". */
export type Expression = `${string}(${string}`;

/** Your own tricks, which expressions know beside those of the catalogue. */
export type Use = readonly TrickMaker[] | undefined;

/** Whether a value is the text of a call, in contrast to a name. */
export function isExpression(value: unknown): value is Expression {
  return typeof value === "string" && value.includes("(");
}

/** An option that takes tricks as texts, and the kinds they are of. */
export interface WrittenOption<T> extends Option<T> {
  readonly kinds: readonly Kind[];
}

/**
 * A key of a recipe that takes a trick: by its name, as an expression or, in a program, the trick itself or its spec.
 * @param names those that stand for themselves; some may be no tricks, such as "none".
 */
export function writtenOption<const N extends string>(
  kinds: readonly Kind[],
  names: readonly N[],
  such: string,
  doc: string,
): WrittenOption<N | Expression | undefined> {
  const schema = v.optional(v.custom<N | Expression>((value) => isWritten(kinds, names, value)));
  const accepts = `one of ${names.join(", ")}, or an expression such as ${such}`;
  return { ...custom<N | Expression | undefined>(schema, undefined, accepts, doc, kinds), choices: names, kinds };
}

/** A key of a recipe that takes a list of what another takes; the items are checked one by one. */
export function listOf<T>(one: Option<T | undefined>, doc: string): Option<readonly T[] | undefined> {
  const [first] = one.choices ?? [];
  const schema = v.optional(v.array(v.custom<T>(() => true)));
  const accepts = `a list, such as ["${first}"] (each ${one.accepts})`;
  return custom<readonly T[] | undefined>(schema, undefined, accepts, doc, one.takes);
}

function isWritten(kinds: readonly Kind[], names: readonly string[], value: unknown): boolean {
  if (typeof value === "string") return names.includes(value) || isExpression(value);
  return isSpec(value) || kinds.some((kind) => isOfKind(kind, value));
}

/**
 * The trick of a name, an expression or a spec; one that is a trick already is given back.
 * @param where the key of the recipe, with which errors begin.
 */
export function readWritten(where: string, kinds: readonly Kind[], value: unknown, use: Use): Instance {
  if (isInstance(value)) return value;
  const name = typeof value === "string" ? /^\s*([\w$]*)/.exec(value)?.[1] : (value as { name: string }).name;
  const kind = kinds.find((each) => Object.hasOwn(catalogue[each], name ?? "")) ?? kinds[0];
  if (typeof value === "string") return fromExpression(kind, value, { where, use });
  try {
    return fromSpec(kind, value, { use });
  } catch (error) {
    throw error instanceof EvenkeelError ? elsewhere(error, `${where}: ${error.where}`) : error;
  }
}

/**
 * The canonical text of a trick: of one without options, its name. Options that keys of a recipe may give too stay where
 * they are written, also with their default, so that such a key contradicts them.
 */
export function writtenText(where: string, kinds: readonly Kind[], value: unknown, use: Use): string {
  const keep = (trick: Instance, option: string) => SHORT.has(option) && givenOf(trick).has(option);
  return withoutBrackets(expressionOf(readWritten(where, kinds, value, use), keep), use);
}

/** Options of optimizers, losses and sources that are keys of a recipe, under this name or another. */
const SHORT = new Set(
  "learningRate weightDecay labelSmoothing directory target ignore group order weights task seed train samples validation test".split(
    " ",
  ),
);

/** "adam" for "adam()"; a name of your own stands for nothing by itself, and keeps its brackets. */
export function withoutBrackets(text: string, use: Use): string {
  const [, name] = /^([\w$]+)\(\)$/.exec(text) ?? [];
  return name === undefined || use?.some(({ definition }) => definition.name === name) ? text : name;
}
