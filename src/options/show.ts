import { nameOfMaker } from "../trick/instance.ts";
import { isPlainObject } from "./plain-object.ts";

/** Characters of an object, and of a text. */
const MOST = 80;
const MOST_OF_TEXT = 200;
const DEEPEST = 6;

/** A value as it may stand in an error message: short whatever it is, and never an error itself. */
export function show(value: unknown): string {
  try {
    if (typeof value === "string") return JSON.stringify(shortened(value, MOST_OF_TEXT));
    let text = "";
    for (const piece of pieces(value, 0)) {
      text += piece;
      if (text.length > MOST) return shortened(text, MOST - 2);
    }
    return text;
  } catch {
    return "an object that cannot be read";
  }
}

/** The text, cut where it is longer than `most` characters. */
export function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** A value bit by bit, so that nobody writes all of a large one. */
function* pieces(value: unknown, depth: number): Generator<string> {
  if (typeof value === "string") yield JSON.stringify(shortened(value, MOST_OF_TEXT));
  else if (typeof value === "bigint") yield `${value}n`;
  else if (typeof value === "function") yield functionName(value);
  else if (typeof value !== "object" || value === null) yield String(value);
  else if (value instanceof DataView) yield "a DataView";
  else if (ArrayBuffer.isView(value)) yield `${value.constructor.name} of ${(value as Uint8Array).length}`;
  else if (typeof (value as { then?: unknown }).then === "function") yield "a promise";
  else if (depth > DEEPEST) yield "…";
  else if (Array.isArray(value)) yield* listed(value, depth);
  else if (typeof (value as { toJSON?: unknown }).toJSON === "function")
    yield* pieces((value as { toJSON(): unknown }).toJSON(), depth + 1);
  else if (isPlainObject(value)) yield* keyed(value, depth);
  else yield `a value of ${(value as object).constructor.name}`;
}

function* listed(values: readonly unknown[], depth: number): Generator<string> {
  yield "[";
  for (const [i, value] of values.entries()) {
    if (i > 0) yield ",";
    yield* pieces(value, depth + 1);
  }
  yield "]";
}

function* keyed(value: Record<string, unknown>, depth: number): Generator<string> {
  let between = "{";
  for (const key of Object.keys(value)) {
    if (value[key] === undefined) continue;
    yield `${between}${JSON.stringify(shortened(key, MOST))}:`;
    yield* pieces(value[key], depth + 1);
    between = ",";
  }
  yield between === "{" ? "{}" : "}";
}

/** Of a trick that was not called, its name. */
function functionName(value: unknown): string {
  const name = nameOfMaker(value);
  return name === undefined ? "a function" : `the function ${name}`;
}
