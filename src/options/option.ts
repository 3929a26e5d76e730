import type * as v from "valibot";
import type { Kind } from "../trick/kinds.ts";

/**
 * One option of a trick: its default, what it accepts, and what it means. Types, validation, error texts, command-line
 * flags, the catalogue and serialization all come from this one object.
 */
export interface Option<T> {
  /** What checks a value. */
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
  readonly takes?: readonly Kind[];
  /** Set where a number must not be a schedule. */
  readonly fixed?: true;
  /** Names it had in earlier versions. They are accepted, also from saved files, and shown nowhere. */
  readonly formerly?: readonly string[];
}

/** An option without a default, which must be given. */
export interface Demanded {
  readonly fallback: undefined;
}

/** A number that stays the same for the whole training. */
export interface Fixed {
  readonly fixed: true;
}

/** Options by name, as definitions have them. */
export type Options = Readonly<Record<string, Option<unknown>>>;
/** The names of those that must be given. */
export type DemandedIn<O extends Options> = {
  [K in keyof O]: O[K] extends Demanded ? K : never;
}[keyof O];
/** The values of a set of options. */
export type ValuesOf<O extends Options> = { -readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never };
