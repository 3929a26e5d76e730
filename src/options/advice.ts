import { isInstance, nameOfMaker } from "../trick/instance.ts";
import { KINDS, type Kind } from "../trick/kinds.ts";
import { isOfKind, kindOfInstance } from "../trick/of-kind.ts";
import { TRICK_NAMES } from "../trick/trick-names.ts";
import { nearest } from "./nearest.ts";
import { isPlainObject } from "./plain-object.ts";
import { show } from "./show.ts";

/** What is wrong with a value, as far as can be seen. */
export interface Advice {
  /** Where in the value: "[2]". */
  at?: string;
  expected?: string;
  received?: string;
  fix?: string;
}

/**
 * What was meant by a value that is not accepted: a promise without `await`, a trick that was not called, a name in place
 * of a trick, a list in place of one, one in place of a list. `takes`: the catalogues of tricks that would be accepted.
 */
export function adviceOn(value: unknown, takes: readonly Kind[] = []): Advice {
  try {
    return adviceOnReadable(value, takes);
  } catch {
    return {}; // a getter or a proxy that throws
  }
}

function adviceOnReadable(value: unknown, wanted: readonly Kind[]): Advice {
  if (isPromise(value)) return { received: "a promise", fix: "Put await before it." };
  const made = nameOfMaker(value);
  if (made !== undefined)
    return { received: `${made}, which was not called`, fix: `Call it, with parentheses: ${made}(…).` };
  if (wanted.length === 0) return {};
  const { a, such, define } = KINDS[wanted[0]];
  const isOne = (one: unknown) => wanted.some((catalogue) => isOfKind(catalogue, one));
  if (Array.isArray(value)) {
    const i = value.findIndex((one) => !isOne(one));
    if (i >= 0) {
      const { at = "", ...rest } = adviceOnReadable(value[i], wanted);
      return { expected: `${a} such as ${such}`, received: show(value[i]), ...rest, at: `[${i}]${at}` };
    }
    if (value.length === 0) return {};
    const joined = { layers: "Put them into one: sequential([…]).", optimizers: "Put them into one: chain(…)." };
    return { fix: joined[wanted[0] as keyof typeof joined] ?? "Give one of them." };
  }
  if (isOne(value)) {
    const call = `${(value as { name: string }).name}(…)`;
    return { received: call, fix: `Put it into a list: [${call}].` };
  }
  if (isInstance(value)) return { received: `${value.name}(…), ${kindOfInstance(value)?.a ?? "another trick"}` };
  if (wanted.includes("layers") && isTrained(value))
    return { received: "a trained model", fix: "Give the layers that it was made of, such as model.parts.layer." };
  if (wanted.includes("layers") && isPlainObject(value) && isPlainObject(value.train))
    return { received: "data", fix: "Give the model first, then the data." };
  if (typeof value === "string") return { fix: adviceOnName(value, wanted) };
  if (isPlainObject(value) && typeof value.name === "string")
    return { fix: `Make one of it: fromSpec("${wanted[0]}", …).` };
  if (typeof value === "function" || isPlainObject(value))
    return { fix: `Give ${a} such as ${such}, or make one of your own with ${define}({ … }).` };
  return {};
}

function adviceOnName(name: string, catalogues: readonly Kind[]): string {
  const known = nearest(
    name,
    catalogues.flatMap((catalogue) => TRICK_NAMES[catalogue].split(" ")),
  );
  const { a, such } = KINDS[catalogues[0]];
  return known === undefined
    ? `Give ${a} such as ${such}, not its name.`
    : `Write ${known}(…), without quotation marks.`;
}

function isPromise(value: unknown): boolean {
  return typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function";
}

/** Whether a value is a trained model, or a run with one. */
function isTrained(value: unknown): boolean {
  const { parts, model } = (value ?? {}) as { parts?: { layer?: unknown }; model?: unknown };
  return isOfKind("layers", parts?.layer) || (model !== undefined && isTrained(model));
}
