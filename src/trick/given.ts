import type { Instance } from "./instance.ts";

/** By the checked values of a trick. */
const GIVEN = new WeakMap<object, ReadonlySet<string>>();
const NONE: ReadonlySet<string> = new Set();

/** The options that were given as a trick was made, also with the value of their default; none of a trick from its spec. */
export function givenOf({ values }: Pick<Instance, "values">): ReadonlySet<string> {
  return GIVEN.get(values) ?? NONE;
}

/** Keeps which of the checked values were given. */
export function noteGiven(values: object, options: Iterable<string>): void {
  GIVEN.set(values, new Set(options));
}
