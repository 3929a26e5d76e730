import * as v from "valibot";
import { usageError } from "../../errors.ts";
import { show } from "../../options/show.ts";
import { custom, type Demanded, type Option } from "../../options.ts";

export type Patterns = string | readonly string[];

const schema = v.union([
  v.pipe(v.string(), v.nonEmpty()),
  v.pipe(v.array(v.pipe(v.string(), v.nonEmpty())), v.minLength(1)),
]);

/** An option that chooses parameters by name. */
export function patternsOption(doc: string): Option<Patterns> & Demanded {
  return custom<Patterns>(schema, undefined, "a pattern of names, or a list of patterns", doc);
}

/**
 * Whether a name like "3.residual/block/0.dense/kernel" matches. A pattern is one or more whole parts of a path: "kernel",
 * "dense/kernel", "3.residual". `*` stands for any text within a part; the number of a part may be left out.
 */
export function matches(patterns: Patterns, name: string): boolean {
  return [patterns].flat().some((pattern) => expression(pattern as string).test(name));
}

/** @throws a usage error if a pattern matches none of the names. */
export function demandMatches(where: string, patterns: Patterns, names: readonly string[]): void {
  for (const pattern of [patterns].flat() as string[])
    if (!names.some((name) => matches(pattern, name)))
      throw usageError({
        where,
        expected: `a pattern that matches one of ${names.join(", ")}`,
        received: show(pattern),
      });
}

/** Compiled once each: rules are traced at every step. */
const expressions = new Map<string, RegExp>();

function expression(pattern: string): RegExp {
  const known = expressions.get(pattern);
  if (known !== undefined) return known;
  const parts = pattern.split("/").map((part) => {
    const text = part.replace(/[.*+?^${}()|[\]\\]/g, (sign) => (sign === "*" ? "[^/]*" : `\\${sign}`));
    return `(?:\\d+\\.)?${text}`;
  });
  const made = new RegExp(`(?:^|/)${parts.join("/")}(?:$|/)`);
  expressions.set(pattern, made);
  return made;
}
