import { usageError } from "./errors.ts";
import { currentName } from "./options/current-name.ts";
import type { DemandedIn, Options, ValuesOf } from "./options/option.ts";
import { isPlainObject } from "./options/plain-object.ts";
import { show } from "./options/show.ts";
import { accepts, refused, resolveOptions } from "./options.ts";
import type { Trick, TrickDefinition } from "./trick/definition.ts";
import { noteGiven } from "./trick/given.ts";
import { type Instance, isInstance, type Spec, TRICK, type TrickMaker } from "./trick/instance.ts";
import { positionalOf } from "./trick/positional.ts";
import { written } from "./trick/written.ts";

export type { Instance, Spec, Trick, TrickDefinition, TrickMaker };

/** Under this name Node.js asks a value how it is printed. */
export const INSPECT: unique symbol = Symbol.for("nodejs.util.inspect.custom") as never;

/** Makes an instance of a trick, with the methods in `extra`. */
export function instantiate<X extends object>(definition: TrickDefinition, values: object, extra: X): Instance & X {
  const trick = {
    [TRICK]: true as const,
    definition,
    name: definition.name,
    values: values as Readonly<Record<string, unknown>>,
    toJSON: () => ({ name: definition.name, ...values }),
    [INSPECT]: () => written(trick, show),
    ...extra,
  };
  return trick;
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
    const values = readArguments(definition.name, options, positionalOf(definition), args);
    return instantiate(definition, values, methodsFor(values as V));
  };
  return Object.assign(make, { definition });
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
    if (isPlainObject(argument) && !isInstance(argument)) addOnce(name, given, argument);
    else if (i < positional.length) given[positional[i] as string] = argument;
    else throw surplus(name, options, positional, args, i);
  });
  const values = resolveOptions(name, options, given);
  const names = Object.keys(given).filter((key) => given[key] !== undefined);
  noteGiven(
    values,
    names.map((key) => currentName(options, key) ?? key),
  );
  return values;
}

/** Adds options by name to those that are given; @throws a usage error for one that is given already. */
function addOnce(where: string, given: Record<string, unknown>, more: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(more)) {
    if (given[key] === undefined) given[key] = value;
    else if (value !== undefined)
      throw usageError({
        where,
        expected: `${key} once`,
        received: `${show(given[key])} and ${show(value)}`,
        fix: "Leave one of them out.",
      });
  }
}

/** The error for an argument where options by name are expected: `Write adam({ learningRate: 0.01 }).` */
function surplus(
  name: string,
  options: Options,
  positional: readonly PropertyKey[],
  args: readonly unknown[],
  at: number,
): Error {
  const list = args.length > 1 && args.every(isInstance) && positional.length === 1;
  if (list)
    return refused(
      name,
      `a list in the place of several arguments, as [${args.map((one) => `${one.name}(…)`).join(", ")}]`,
      args[at],
    );
  const expected = "options by name, as { … }";
  const meant = Object.keys(options).find((key) => !positional.includes(key) && accepts(options[key], args[at]));
  if (meant === undefined) return refused(name, expected, args[at]);
  const written = (value: unknown) => (isInstance(value) ? `${value.name}(…)` : show(value));
  const before = args.slice(0, positional.length).map((value) => `${written(value)}, `);
  const fix = `Write ${name}(${before.join("")}{ ${meant}: ${written(args[at])} }).`;
  return usageError({ where: name, expected, received: written(args[at]), fix });
}
