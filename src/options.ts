import * as v from "valibot";
import { usageError } from "./errors.ts";
import { adviceOn } from "./options/advice.ts";
import { currentName } from "./options/current-name.ts";
import { nearest } from "./options/nearest.ts";
import type { Demanded, DemandedIn, Fixed, Option, Options, ValuesOf } from "./options/option.ts";
import { isPlainObject } from "./options/plain-object.ts";
import { show } from "./options/show.ts";
import { adviceInstead } from "./options/synonyms.ts";
import { type Instance, isInstance, nameOfMaker } from "./trick/instance.ts";
import { KINDS, type Kind } from "./trick/kinds.ts";
import { isOfKind } from "./trick/of-kind.ts";

export type { Demanded, DemandedIn, Fixed, Option, Options, ValuesOf };

/**
 * A number above 0.
 * @param fallback the default; undefined: the option must be given.
 * @param doc what the option does, with its unit.
 * @throws a usage error for a default that is not a number.
 * @example
 * const options = { learningRate: positive(1e-3, "the size of a step") };
 */
export function positive(fallback: undefined, doc?: string): Option<number> & Demanded;
export function positive(fallback: number | undefined, doc?: string): Option<number>;
export function positive(fallback: number | undefined, doc = ""): Option<number> {
  return number(fallback, "a number above 0", doc, (x) => x > 0);
}

/**
 * A number of at least 0.
 * @param fallback the default; undefined: the option must be given.
 * @param doc what the option does, with its unit.
 * @throws a usage error for a default that is not a number.
 * @example
 * const options = { weightDecay: nonNegative(0, "the share by which weights shrink at each step") };
 */
export function nonNegative(fallback: undefined, doc?: string): Option<number> & Demanded;
export function nonNegative(fallback: number | undefined, doc?: string): Option<number>;
export function nonNegative(fallback: number | undefined, doc = ""): Option<number> {
  return number(fallback, "a number of at least 0", doc, (x) => x >= 0);
}

/**
 * A number in [0, 1).
 * @param fallback the default; undefined: the option must be given.
 * @param doc what the option does, with its unit.
 * @throws a usage error for a default that is not a number.
 * @example
 * const options = { rate: unit(0.5, "the share of elements to drop") };
 */
export function unit(fallback: undefined, doc?: string): Option<number> & Demanded;
export function unit(fallback: number | undefined, doc?: string): Option<number>;
export function unit(fallback: number | undefined, doc = ""): Option<number> {
  return number(fallback, "a number in [0, 1)", doc, (x) => x >= 0 && x < 1);
}

/**
 * Any finite number.
 * @param fallback the default; undefined: the option must be given.
 * @param doc what the option does, with its unit.
 * @throws a usage error for a default that is not a number.
 * @example
 * const options = { value: real(0, "the number") };
 */
export function real(fallback: undefined, doc?: string): Option<number> & Demanded;
export function real(fallback: number | undefined, doc?: string): Option<number>;
export function real(fallback: number | undefined, doc = ""): Option<number> {
  return number(fallback, "a number", doc, () => true);
}

/**
 * A whole number of at least `least` (1 by default), and at most `most` where there is a limit.
 * @param fallback the default; undefined: the option must be given.
 * @param doc what the option does, with its unit.
 * @throws a usage error for a default that is not a number.
 * @example
 * const options = { steps: count(100, "how many steps are taken", 10, 1000) };
 */
export function count(fallback: undefined, doc?: string, least?: number, most?: number): Option<number> & Demanded;
export function count(fallback: number | undefined, doc?: string, least?: number, most?: number): Option<number>;
export function count(
  fallback: number | undefined,
  doc = "",
  least = 1,
  most = Number.MAX_SAFE_INTEGER,
): Option<number> {
  for (const limit of [least, most]) if (typeof limit !== "number") throw refused("count", "a number as limit", limit);
  const range =
    most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most.toLocaleString("en")}`;
  return number(fallback, `a whole number ${range}`, doc, (x) => Number.isSafeInteger(x) && x >= least && x <= most);
}

/**
 * An option that may be left out altogether.
 * @throws a usage error for what is no option.
 * @example
 * const options = { span: optional(count(undefined, "epochs; by default all")) };
 */
export function optional<T>(option: Option<T>): Option<T | undefined> {
  if (!isPlainObject(option) || !isPlainObject(option.schema))
    throw refused("optional", "an option such as positive(1)", option);
  return { ...option, schema: v.optional(option.schema) as v.GenericSchema<unknown, T | undefined> };
}

/** The same option, a number of which must not be a schedule. */
export function fixed<O extends Option<unknown>>(option: O): O & Fixed {
  return { ...option, fixed: true };
}

/** An option that had another name in earlier versions, which goes on working: `maxNorm: formerly("theta", positive(1))`. */
export function formerly<O extends Option<unknown>>(name: string, option: O): O {
  return { ...option, formerly: [...(option.formerly ?? []), name] };
}

/**
 * true or false.
 * @example
 * const options = { bias: flag(true, "whether a bias is added") };
 */
export function flag(fallback: boolean, doc = ""): Option<boolean> {
  return { schema: v.boolean(), fallback, accepts: "true or false", doc };
}

/**
 * One of a list of names.
 * @throws a usage error for what is not a list of names.
 * @example
 * const options = { padding: oneOf(["valid", "same"], "valid", "zeros around the image") };
 */
export function oneOf<const C extends readonly string[]>(choices: C, fallback: C[number], doc = ""): Option<C[number]> {
  if (!Array.isArray(choices) || !choices.every((choice) => typeof choice === "string"))
    throw refused("oneOf", "a list of names", choices);
  return { schema: v.picklist(choices), fallback, accepts: `one of ${choices.join(", ")}`, doc, choices };
}

/** A trick of some catalogues with its options, such as `adam()`; no default. */
export function instanceOption<T extends Instance = Instance>(...catalogues: readonly Kind[]): Option<T> {
  const { a, such } = KINDS[catalogues[0]];
  const schema = v.custom<T>((value) => catalogues.some((catalogue) => isOfKind(catalogue, value)));
  return custom(schema, undefined, `${a} such as ${such}`, "", catalogues);
}

/** A list of tricks of a catalogue, or of some, with their options. */
export function instancesOption<T extends Instance = Instance>(...catalogues: Kind[]): Option<readonly T[]> {
  const { several, such } = KINDS[catalogues[0]];
  const schema = v.array(v.custom<T>((value) => catalogues.some((catalogue) => isOfKind(catalogue, value))));
  return custom<readonly T[]>(schema, undefined, `a list of ${several}, such as [${such}]`, "", catalogues);
}

/** A function. */
export function functionOption(doc = ""): Option<unknown> {
  return custom(v.function(), undefined, "a function", doc);
}

/** The signal of an AbortController. */
export function signalOption(doc = "what ends the work early"): Option<unknown> {
  const isSignal = (value: unknown) =>
    typeof value === "object" && value !== null && typeof (value as AbortSignal).aborted === "boolean";
  return custom(v.custom(isSignal), undefined, "an AbortSignal", doc);
}

/** The options that a public function takes, all of which may be left out: a check for each key of their type. */
export type Checks<T> = { readonly [K in keyof Required<T>]: Option<unknown> };

/**
 * Anything that `schema` accepts.
 * @param schema a schema of the package valibot.
 * @param fallback the default; undefined: the option must be given.
 * @param accepts what is accepted, in words, for errors and pages.
 * @param doc what the option does, with its unit.
 * @param takes the catalogues from which it takes tricks, if it does.
 * @example
 * const options = { name: custom(v.string(), "me", "a string", "whose it is") };
 */
export function custom<T>(
  schema: v.GenericSchema<unknown, T>,
  fallback: undefined,
  accepts: string,
  doc?: string,
  takes?: readonly Kind[],
): Option<T> & Demanded;
export function custom<T>(
  schema: v.GenericSchema<unknown, T>,
  fallback: T | undefined,
  accepts: string,
  doc?: string,
  takes?: readonly Kind[],
): Option<T>;
export function custom<T>(
  schema: v.GenericSchema<unknown, T>,
  fallback: T | undefined,
  accepts: string,
  doc = "",
  takes?: readonly Kind[],
): Option<T> {
  return { schema, fallback, accepts, doc, ...(takes === undefined ? {} : { takes }) };
}

function number(
  fallback: number | undefined,
  accepts: string,
  doc: string,
  holds: (x: number) => boolean,
): Option<number> {
  if (fallback !== undefined && typeof fallback !== "number") throw refused("option", "a number as default", fallback);
  return { schema: v.pipe(v.number(), v.finite(), v.check(holds)), fallback, accepts, doc };
}

/**
 * The full set of values: what was given, checked, and the defaults for the rest.
 * @param instead what to do in place of options that are not there, by their names elsewhere.
 * @throws a usage error that names the key, what was expected, what was received, and the nearest valid name.
 */
export function resolveOptions<O extends Options>(
  where: string,
  options: O,
  given: object = {},
  instead?: Readonly<Record<string, string>>,
): ValuesOf<O> {
  if (!isPlainObject(given)) throw refused(where, "options by name, as { … }", given);
  const named = byCurrentNames(where, options, given, instead);
  const values: Record<string, unknown> = {};
  for (const [key, option] of Object.entries(options)) {
    const value = named[key];
    values[key] = value === undefined ? option.fallback : checkOption(`${where}: ${key}`, option, value);
    if (values[key] === undefined && !v.is(option.schema, undefined))
      throw usageError({ where, expected: `${key}, ${option.accepts}`, received: "none" });
  }
  return values as ValuesOf<O>;
}

/** What was given, by the names that options have today. */
function byCurrentNames(
  where: string,
  options: Options,
  given: Record<string, unknown>,
  instead: Readonly<Record<string, string>> | undefined,
): Record<string, unknown> {
  const named: Record<string, unknown> = Object.create(null); // so that "__proto__" is a key like any other
  for (const [name, value] of Object.entries(given)) {
    const current = currentName(options, name);
    if (current === undefined) throw unknownName(where, "option", name, Object.keys(options), instead);
    if (value !== undefined && named[current] !== undefined) throw givenTwice(where, options, given, current);
    if (value !== undefined || named[current] === undefined) named[current] = value;
  }
  return named;
}

/** "clipByNorm: expected maxNorm once, received theta and maxNorm. Leave theta out, its former name." */
function givenTwice(where: string, options: Options, given: object, name: string): Error {
  const names = Object.keys(given).filter((other) => currentName(options, other) === name);
  const former = names.filter((other) => other !== name).join(" and ");
  return usageError({
    where,
    expected: `${name} once`,
    received: names.join(" and "),
    fix: `Leave ${former} out, its former name.`,
  });
}

/** The value, if the option accepts it. */
export function checkOption<T>(where: string, option: Option<T>, value: unknown): T {
  if (accepts(option, value)) return v.parse(option.schema, value);
  const trick = nameOfMaker(value) ?? (isInstance(value) ? value.name : undefined);
  if (trick !== undefined && option.choices?.includes(trick))
    throw usageError({
      where,
      expected: option.accepts,
      received: typeof value === "function" ? trick : `${trick}(…)`,
      fix: `Write its name: "${trick}".`,
    });
  const suggestion = option.choices && typeof value === "string" ? nearest(value, option.choices) : undefined;
  const named = option.choices !== undefined && typeof value === "string"; // a name is right, but not this one
  if (suggestion === undefined) throw refused(where, option.accepts, value, named ? undefined : option.takes);
  throw usageError({ where, expected: option.accepts, received: show(value), fix: `Did you mean ${suggestion}?` });
}

/** The error that says what was expected in place of a value, with what was probably meant. */
export function refused(where: string, expected: string, value: unknown, takes?: readonly Kind[]): Error {
  const { at = "", ...advice } = adviceOn(value, takes);
  return usageError({ where: where + at, expected, received: show(value), ...advice });
}

/** Whether a schema holds; a value that cannot be read is not accepted. */
export function accepts({ schema }: Option<unknown>, value: unknown): boolean {
  try {
    return v.is(schema, value);
  } catch {
    return false;
  }
}

/** "dropout: expected option rate, received option rat. Did you mean rate?" */
export function unknownName(
  where: string,
  kind: string,
  name: string,
  valid: readonly string[],
  instead?: Readonly<Record<string, string>>,
): Error {
  const suggestion = nearest(name, valid);
  const meant = suggestion === undefined ? undefined : `Did you mean ${suggestion}?`;
  const fix = (instead === undefined ? undefined : adviceInstead(name, instead)) ?? meant ?? adviceInstead(name);
  return usageError({
    where,
    expected: valid.length === 0 ? `no ${kind}` : `${kind} ${list(valid)}`,
    received: show(name),
    ...(fix === undefined ? {} : { fix }),
  });
}

function list(names: readonly string[]): string {
  if (names.length > MOST_NAMES)
    return `${names.slice(0, MOST_NAMES / 2).join(", ")} or one of ${names.length - MOST_NAMES / 2} others`;
  return names.length <= 1 ? names.join() : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

/** A longer list of names is cut. */
const MOST_NAMES = 60;
