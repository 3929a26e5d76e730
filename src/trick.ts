import { isPlainObject } from "./options/plain-object.ts";
import { type DemandedIn, type Options, refused, resolveOptions, type ValuesOf } from "./options.ts";
import { isInstance, TRICK } from "./trick/instance.ts";
import type { Section } from "./trick/sections.ts";

/** What a trick says of itself. One of your own needs no more than a name, a summary, a source and its options. */
export interface TrickDefinition<O extends Options = Options> {
  /** The public name, also its name in recipes, on the command line and in saved models. */
  readonly name: string;
  /** One sentence: what it does. */
  readonly summary: string;
  /** Where it comes from: paper and equation, or the plain definition. */
  readonly source: string;
  /** The part of the subject that it belongs to. */
  readonly section?: Section;
  /** The equation in the notation of the source, one line for each step. */
  readonly formula?: string;
  /** When to use it. */
  readonly use?: string;
  /** When not to use it, or what to watch. */
  readonly avoid?: string;
  /** An expression of public names that makes one: `adam({ learningRate: exponentialDecay(1e-3) })`. Run by the tests. */
  readonly example?: string;
  /** Its options by name, each with what it accepts, its default and its words. */
  readonly options: O;
  /** Names it had in earlier versions, under which saved files may have it. */
  readonly formerly?: readonly string[];
}

/** An entry of the catalogue, which says all of it; a formula only where there is one. */
export interface Trick<O extends Options = Options> extends TrickDefinition<O> {
  /** The part of the subject that it belongs to. */
  readonly section: Section;
  /** When to use it. */
  readonly use: string;
  /** When not to use it, or what to watch. */
  readonly avoid: string;
  /** An expression of public names that makes one. */
  readonly example: string;
}

/** A trick as it stands in recipes and saved models: its name, and the options that were given. */
export interface Spec {
  name: string;
  [option: string]: unknown;
}

/** Under this name Node.js asks a value how it is printed. */
export const INSPECT: unique symbol = Symbol.for("nodejs.util.inspect.custom") as never;

/** A trick with its options: what `adam({ learningRate: 0.01 })` gives. Serializes to its spec. */
export interface Instance {
  readonly [TRICK]: true;
  /** What its trick says of itself. */
  readonly definition: TrickDefinition;
  /** The name of its trick. */
  readonly name: string;
  /** The values of all options, defaults included. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Its name and its options as plain data, of which `fromSpec` makes it again. */
  toJSON(): Spec;
}

/** What makes a trick, as `defineLayer`, `defineLoss` and the like give it. */
// biome-ignore lint/suspicious/noExplicitAny: makers take arguments of all kinds
export type TrickMaker<D = TrickDefinition<any>> = ((...args: any[]) => Instance) & { readonly definition: D };

/** Makes an instance of a trick, with the methods in `extra`. */
export function instantiate<X extends object>(definition: TrickDefinition, values: object, extra: X): Instance & X {
  return {
    [TRICK]: true,
    definition,
    name: definition.name,
    values: values as Readonly<Record<string, unknown>>,
    toJSON: () => ({ name: definition.name, ...values }),
    [INSPECT]: () => briefly({ name: definition.name, ...values }),
    ...extra,
  };
}

/**
 * The function that makes a trick, such as `adam`, from what the trick says of itself: it reads and checks its arguments,
 * and gives the instance the methods of its kind, which see the checked values. Options that `positional` names may be
 * given by their place.
 * @param options what arguments are checked by, if not by the options as they are defined.
 */
export function trickMaker<
  A extends readonly unknown[],
  V,
  M extends object,
  D extends TrickDefinition & { readonly positional?: readonly PropertyKey[] },
>(
  definition: D,
  methodsFor: (values: V) => M,
  options: Options = definition.options,
): ((...args: A) => Instance & M) & { definition: D } {
  const make = (...args: A) => {
    const values = readArguments(definition.name, options, (definition.positional ?? []) as readonly string[], args);
    return instantiate(definition, values, methodsFor(values as V));
  };
  return Object.assign(make, { definition });
}

/** A trick as it would be written, in short: "dense({ units: 4, bias: true, init: glorotUniform() })". */
function briefly({ name, ...values }: Spec): string {
  const text = (value: unknown): string => {
    if (isInstance(value)) return briefly(value.toJSON());
    return Array.isArray(value) ? `[${value.map(text).join(", ")}]` : (JSON.stringify(value) ?? String(value));
  };
  const options = Object.entries(values).filter(([, value]) => value !== undefined);
  const shown = options.map(([option, value]) => `${option}: ${text(value)}`).join(", ");
  return options.length === 0 ? `${name}()` : `${name}({ ${shown} })`;
}

/**
 * The arguments of a trick, of which `V` are the values and `R` the names of those that must be given: all by name, or
 * the next of its leading options by position and then the rest.
 */
export type ArgumentsOf<V, P extends readonly (keyof V)[], R extends keyof V, Given extends keyof V = never> =
  | ByName<V, R, Given>
  | (P extends readonly [infer K extends keyof V, ...infer Rest extends readonly (keyof V)[]]
      ? [first: V[K], ...rest: ArgumentsOf<V, Rest, Exclude<R, K>, Given | K>]
      : never);

/** The values by name, but for those that are given already; to be left out if none of them must be given. */
type ByName<V, R extends keyof V, Given extends keyof V> = [R] extends [never]
  ? [options?: Some<Omit<V, Given>>]
  : [options: Some<Omit<V, Given>> & Pick<V, R>];

/** The arguments of a trick that takes all of its options by name. */
export type NamedArguments<O extends Options, V = ValuesOf<O>> = ByName<V, DemandedIn<O> & keyof V, never>;

/** Some of these values; undefined is as good as left out. */
export type Some<V> = { [K in keyof V]?: V[K] | undefined };

export type Arguments<O extends Options, P extends readonly (keyof O)[]> = ArgumentsOf<ValuesOf<O>, P, DemandedIn<O>>;

/** Checked values from arguments by position and by name. */
export function readArguments<O extends Options>(
  name: string,
  options: O,
  positional: readonly (keyof O)[],
  args: readonly unknown[],
): ValuesOf<O> {
  const given: Record<string, unknown> = Object.create(null); // so that "__proto__" is a key like any other
  args.forEach((argument, i) => {
    if (argument === undefined) return;
    if (isPlainObject(argument) && !isInstance(argument)) Object.assign(given, argument);
    else if (i < positional.length) given[positional[i] as string] = argument;
    else throw refused(name, surplus(positional, args), argument);
  });
  return resolveOptions(name, options, given);
}

/** What is expected where another argument than options by name was given. */
function surplus(positional: readonly PropertyKey[], args: readonly unknown[]): string {
  const list = args.length > 1 && args.every(isInstance) && positional.length === 1;
  return list
    ? `a list in the place of several arguments, as [${args.map(({ name }) => `${name}(…)`).join(", ")}]`
    : "options by name, as { … }";
}
