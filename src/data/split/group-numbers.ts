import { usageError } from "../../errors.ts";
import { show } from "../../options/show.ts";
import { isList } from "../stored-numbers.ts";

/**
 * A number for each different group, counted from 0 in the order in which they appear.
 * @throws a usage error for another number of groups than of samples, and for a group that is neither a number nor text.
 */
export function groupNumbers(where: string, given: unknown, samples: number): Uint32Array {
  if (!isList(given) || given.length !== samples)
    throw usageError({
      where,
      expected: `a list of ${samples} groups, one for each sample`,
      received: isList(given) ? String(given.length) : show(given),
    });
  const numberOf = new Map<unknown, number>();
  return Uint32Array.from(given, (group, i) => {
    const named = typeof group === "string" ? group !== "" : typeof group === "number" && !Number.isNaN(group);
    if (!named)
      throw usageError({ where, expected: "the number or name of a group", received: `${show(group)} at index ${i}` });
    const number = numberOf.get(group) ?? numberOf.size;
    numberOf.set(group, number);
    return number;
  });
}
