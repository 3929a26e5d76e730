import { distance } from "fastest-levenshtein";
import * as v from "valibot";
import { usageError } from "./errors.ts";

/**
 * One option of a trick: its default, what it accepts, and what it means. Types, validation, error texts, command-line
 * flags, the catalogue and serialisation all come from this one object.
 */
export interface Option<T> {
  readonly schema: v.GenericSchema<unknown, T>;
  /** undefined: the option must be given. */
  readonly fallback: T | undefined;
  /** What is accepted, in words: "a number in [0, 1)". */
  readonly accepts: string;
  /** What the option does, with its unit. */
  readonly doc: string;
  /** Only for options that choose: the valid names. */
  readonly choices?: readonly string[];
  /** Only for options that take other tricks, or lists of them: the catalogues these are from. */
  readonly takes?: readonly string[];
  /** Set where a number must not be a schedule. */
  readonly fixed?: true;
}

/** A number that stays the same for the whole training. */
export interface Fixed {
  readonly fixed: true;
}

export type Options = Readonly<Record<string, Option<unknown>>>;
/** The values of a set of options. */
export type ValuesOf<O extends Options> = { -readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never };

/** A number above 0. */
export function positive(fallback: number | undefined, doc = ""): Option<number> {
  return number(fallback, "a number above 0", doc, (x) => x > 0);
}

/** A number of at least 0. */
export function nonNegative(fallback: number | undefined, doc = ""): Option<number> {
  return number(fallback, "a number of at least 0", doc, (x) => x >= 0);
}

/** A number in [0, 1). */
export function unit(fallback: number | undefined, doc = ""): Option<number> {
  return number(fallback, "a number in [0, 1)", doc, (x) => x >= 0 && x < 1);
}

/** Any finite number. */
export function real(fallback: number | undefined, doc = ""): Option<number> {
  return number(fallback, "a number", doc, () => true);
}

/** A whole number of at least `least` (1 by default). */
export function count(fallback: number | undefined, doc = "", least = 1): Option<number> {
  return number(fallback, `a whole number of at least ${least}`, doc, (x) => Number.isSafeInteger(x) && x >= least);
}

/** An option that may be left out altogether. */
export function optional<T>(option: Option<T>): Option<T | undefined> {
  return { ...option, schema: v.optional(option.schema) as v.GenericSchema<unknown, T | undefined> };
}

/** The same option, a number of which must not be a schedule. */
export function fixed<T>(option: Option<T>): Option<T> & Fixed {
  return { ...option, fixed: true };
}

/** true or false. */
export function flag(fallback: boolean, doc = ""): Option<boolean> {
  return { schema: v.boolean(), fallback, accepts: "true or false", doc };
}

/** One of a list of names. */
export function oneOf<const C extends readonly string[]>(choices: C, fallback: C[number], doc = ""): Option<C[number]> {
  return { schema: v.picklist(choices), fallback, accepts: `one of ${choices.join(", ")}`, doc, choices };
}

/** Anything that `schema` accepts. */
export function custom<T>(
  schema: v.GenericSchema<unknown, T>,
  fallback: T | undefined,
  accepts: string,
  doc = "",
  takes?: readonly string[],
): Option<T> {
  return { schema, fallback, accepts, doc, ...(takes === undefined ? {} : { takes }) };
}

function number(
  fallback: number | undefined,
  accepts: string,
  doc: string,
  holds: (x: number) => boolean,
): Option<number> {
  return { schema: v.pipe(v.number(), v.finite(), v.check(holds)), fallback, accepts, doc };
}

/**
 * The full set of values: what was given, checked, and the defaults for the rest.
 * @throws a usage error that names the key, what was expected, what was received, and the nearest valid name.
 */
export function resolveOptions<O extends Options>(where: string, options: O, given: object = {}): ValuesOf<O> {
  for (const key of Object.keys(given))
    if (!Object.hasOwn(options, key)) throw unknownName(where, "option", key, Object.keys(options));
  const values: Record<string, unknown> = {};
  for (const [key, option] of Object.entries(options)) {
    const value = (given as Record<string, unknown>)[key];
    values[key] = value === undefined ? option.fallback : checkOption(`${where}: ${key}`, option, value);
    if (values[key] === undefined && !v.is(option.schema, undefined))
      throw usageError({ where, expected: `${key}, ${option.accepts}`, received: "none" });
  }
  return values as ValuesOf<O>;
}

/** Options without those that are undefined, so that defaults stand for these. */
export function given<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;
}

/** The value, if the option accepts it. */
export function checkOption<T>(where: string, option: Option<T>, value: unknown): T {
  const result = v.safeParse(option.schema, value);
  if (result.success) return result.output;
  const suggestion = option.choices && typeof value === "string" ? nearest(value, option.choices) : undefined;
  throw usageError({
    where,
    expected: option.accepts,
    received: show(value),
    ...(suggestion === undefined ? {} : { fix: `Did you mean ${suggestion}?` }),
  });
}

/** "dropout: expected option rate, received option rat. Did you mean rate?" */
export function unknownName(where: string, kind: string, name: string, valid: readonly string[]): Error {
  const suggestion = nearest(name, valid);
  return usageError({
    where,
    expected: valid.length === 0 ? `no ${kind}` : `${kind} ${list(valid)}`,
    received: show(name),
    ...(suggestion === undefined ? {} : { fix: `Did you mean ${suggestion}?` }),
  });
}

/** The valid name that is closest to `name`, if one is close enough to be meant. */
export function nearest(name: string, valid: readonly string[]): string | undefined {
  const ranked = valid
    .map((candidate) => ({ candidate, edits: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  return best !== undefined && best.edits <= Math.max(2, Math.ceil(name.length / 3)) ? best.candidate : undefined;
}

/** A value as it may stand in an error message. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return "a function";
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} of ${(value as Uint8Array).length}`;
  if (typeof value === "object" && value !== null) {
    const text = JSON.stringify(value) ?? String(value);
    return text.length > 80 ? `${text.slice(0, 77)}…` : text;
  }
  return String(value);
}

function list(names: readonly string[]): string {
  return names.length <= 1 ? names.join() : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}
