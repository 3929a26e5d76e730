import { type Instance, isInstance, isOfAnotherCopy, nameOfMaker } from "../trick/instance.ts";
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
  if (value instanceof AbortController) return { received: "an AbortController", fix: "Give controller.signal." };
  if (isOfAnotherCopy(value))
    return {
      received: `${(value as Partial<Instance>).name ?? "a model"} of another copy of evenkeel`,
      fix: "Import all from one copy: npm ls evenkeel.",
    };
  const made = nameOfMaker(value);
  const uncalled = made === undefined ? {} : { received: `${made}, which was not called` };
  if (wanted.length === 0) return uncalled; // called, it would be refused too
  if (made !== undefined) return { ...uncalled, fix: `Call it, with parentheses: ${made}(…).` };
  const { a, such, define } = KINDS[wanted[0]];
  const isOne = (one: unknown) => wanted.some((catalogue) => isOfKind(catalogue, one));
  if (Array.isArray(value)) {
    // Of [pattern, optimizer], as partition takes it, the optimizer is looked at; of [output, loss] the loss.
    const paired = (one: unknown) =>
      (wanted[0] === "optimizers" || wanted[0] === "losses") && Array.isArray(one) && typeof one[0] === "string";
    const mayStand = (one: unknown) => isOne(one) || (wanted[0] === "schedules" && typeof one === "number");
    const i = value.findIndex((one) => !mayStand(paired(one) ? one[1] : one));
    if (i >= 0) {
      const [one, place] = paired(value[i]) ? [value[i][1], `[${i}][1]`] : [value[i], `[${i}]`];
      const { at = "", ...rest } = adviceOnReadable(one, wanted);
      return { expected: `${a} such as ${such}`, received: show(one), ...rest, at: place + at };
    }
    if (value.length === 0 || value.some(paired)) return {};
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
  if (wanted.includes("layers") && isTrained((value as { model?: unknown } | null)?.model))
    return { received: "a run", fix: "Give the layers that its model was made of: run.model.parts.layer." };
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

function isTrained(value: unknown): boolean {
  return isOfKind("layers", (value as { parts?: { layer?: unknown } } | null | undefined)?.parts?.layer);
}
