import { usageError } from "../errors.ts";
import { isPlainObject } from "../options/plain-object.ts";
import { show } from "../options/show.ts";
import { refused } from "../options.ts";
import { isInstance } from "../trick/instance.ts";
import { positionalOf } from "../trick/positional.ts";
import type { Instance } from "../trick.ts";
import { numberText } from "./number-text.ts";

/**
 * A trick as text, in the notation of TypeScript, from which `fromExpression` makes it again. The text is canonical: tricks
 * with the same JSON have the same text. Options that have their default are left out.
 * @throws a usage error for an option that cannot be written, such as a function.
 * @example
 * toExpression(adam({ learningRate: 0.001, b1: 0.8 })); // "adam({ b1: 0.8 })"
 */
export function toExpression(trick: Instance): string {
  if (!isInstance(trick)) throw refused("toExpression", "a trick with its options, such as adam()", trick);
  return written(trick, "toExpression", 0);
}

/** Tricks and lists within one another; deeper ones would fill the stack. */
const DEEPEST = 400;

function written(value: unknown, where: string, depth: number): string {
  if (depth > DEEPEST)
    throw usageError({ where, expected: `at most ${DEEPEST} values within one another`, received: "more" });
  const inner = (one: unknown, place: string) => written(one, place, depth + 1);
  if (isInstance(value)) return call(value, inner);
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number" && Number.isFinite(value)) return numberText(value);
  if (typeof value === "boolean" || value === undefined || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map((one, i) => inner(one, `${where}[${i}]`)).join(", ")}]`;
  if (isPlainObject(value)) return braces(Object.entries(value), where, inner);
  throw usageError({
    where,
    expected: "what an expression can say: numbers, texts, true, false, lists, options and tricks",
    received: show(value),
  });
}

type Inner = (value: unknown, where: string) => string;

/** `conv2d(8, 5, { padding: "same" })`: positional options by place as far as they are needed, then the others. */
function call({ name, definition, values }: Instance, inner: Inner): string {
  const { options, spread } = definition;
  const text = (key: string) => inner(values[key], `${name}: ${key}`);
  if (spread !== undefined)
    return `${name}(${(values[spread] as unknown[]).map((one) => inner(one, name)).join(", ")})`;
  const isDefault = (key: string) => {
    const { fallback } = options[key];
    return values[key] === undefined || (fallback !== undefined && text(key) === inner(fallback, `${name}: ${key}`));
  };
  const given = Object.keys(options).filter((key) => !isDefault(key));
  const byPlace: string[] = [];
  for (const key of positionalOf(definition)) {
    if (!given.includes(key) || (isPlainObject(values[key]) && !isInstance(values[key]))) break;
    byPlace.push(key);
  }
  const byName = given.filter((key) => !byPlace.includes(key));
  const args = byPlace.map(text);
  if (byName.length > 0)
    args.push(
      braces(
        byName.map((key) => [key, values[key]]),
        name,
        inner,
      ),
    );
  return `${name}(${args.join(", ")})`;
}

const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** `{ a: 1, "b c": 2 }` */
function braces(entries: readonly (readonly [key: string, value: unknown])[], where: string, inner: Inner): string {
  const there = entries.filter(([, value]) => value !== undefined);
  if (there.length === 0) return "{}";
  const pairs = there.map(
    ([key, value]) => `${NAME.test(key) ? key : JSON.stringify(key)}: ${inner(value, `${where}: ${key}`)}`,
  );
  return `{ ${pairs.join(", ")} }`;
}
