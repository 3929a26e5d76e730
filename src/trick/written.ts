import type { Options } from "../options/option.ts";
import { isPlainObject } from "../options/plain-object.ts";
import { type Instance, isInstance } from "./instance.ts";
import { numberText } from "./number-text.ts";
import { positionalOf } from "./positional.ts";

/** What is written of a value that has no text of its own, such as a function. `where`: "myLayer: activation". */
type Other = (value: unknown, where: string) => string;

/** Whether an option is written although it has its default. */
export type Keep = (trick: Instance, option: string) => boolean;

/** Tricks, lists and options within one another; deeper ones would fill the stack. */
const DEEPEST = 400;

/**
 * A trick as it is written in TypeScript: `conv2d(8, 5, { padding: "same" })`. Options that have their default are left
 * out, those that may be given by place are, as far as they follow one another, and the others stand in their order.
 */
export function written(trick: Instance, other: Other, keep: Keep = () => false): string {
  return call(trick, { other, keep }, 0);
}

/** A number, text, list or { … } in the same notation, with the tricks in it. */
export function writtenValue(value: unknown, other: Other): string {
  return valueText(value, "", { other, keep: () => false }, 0);
}

interface Ways {
  readonly other: Other;
  readonly keep: Keep;
}

function call(trick: Instance, ways: Ways, depth: number): string {
  const { name, definition, values } = trick;
  const { options, spread } = definition;
  const text = (key: string) => valueText(values[key], `${name}: ${key}`, ways, depth + 1);
  if (spread !== undefined) return `${name}(${text(spread).slice(1, -1)})`;
  const keys = new Set([...Object.keys(options), ...Object.keys(values)]); // a trick of a file may have more than is known
  const texts = new Map(Array.from(keys).flatMap((key) => (values[key] === undefined ? [] : [[key, text(key)]])));
  for (const [key, given] of texts)
    if (given === defaultText(options, key, depth) && !ways.keep(trick, key)) texts.delete(key);
  const args: string[] = [];
  for (const key of positionalOf(definition)) {
    const given = texts.get(key);
    if (given === undefined || given.startsWith("{")) break; // as an argument, { … } are options by name
    args.push(given);
    texts.delete(key);
  }
  if (texts.size > 0) args.push(`{ ${Array.from(texts, ([key, given]) => `${keyText(key)}: ${given}`).join(", ")} }`);
  return `${name}(${args.join(", ")})`;
}

/** A default that cannot be written is no text. */
function defaultText(options: Options, key: string, depth: number): string | undefined {
  const fallback = options[key]?.fallback;
  return fallback === undefined
    ? undefined
    : valueText(fallback, key, { other: () => "", keep: () => false }, depth + 1);
}

function valueText(value: unknown, where: string, ways: Ways, depth: number): string {
  const inner = (one: unknown, place: string) => valueText(one, place, ways, depth + 1);
  if (depth > DEEPEST) return ways.other(value, where);
  if (isInstance(value)) return call(value, ways, depth);
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number" && Number.isFinite(value)) return numberText(value);
  if (typeof value === "boolean" || value === undefined || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map((one, i) => inner(one, `${where}[${i}]`)).join(", ")}]`;
  if (!isPlainObject(value)) return ways.other(value, where);
  const pairs = Object.entries(value).filter(([, one]) => one !== undefined);
  return pairs.length === 0
    ? "{}"
    : `{ ${pairs.map(([key, one]) => `${keyText(key)}: ${inner(one, `${where}: ${key}`)}`).join(", ")} }`;
}

function keyText(key: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? key : JSON.stringify(key);
}
