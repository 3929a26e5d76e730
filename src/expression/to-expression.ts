import { usageError } from "../errors.ts";
import { show } from "../options/show.ts";
import { refused } from "../options.ts";
import { isInstance } from "../trick/instance.ts";
import { type Keep, written } from "../trick/written.ts";
import type { Instance } from "../trick.ts";

/**
 * A trick as text, in the notation of TypeScript, from which `fromExpression` makes it again. The text is canonical: tricks
 * with the same JSON have the same text. Options that have their default are left out.
 * @throws a usage error for an option that cannot be written, such as a function.
 * @example
 * toExpression(adam({ learningRate: 0.001, b1: 0.8 })); // "adam({ b1: 0.8 })"
 */
export function toExpression(trick: Instance): string {
  if (!isInstance(trick)) throw refused("toExpression", "a trick with its options, such as adam()", trick);
  return expressionOf(trick);
}

/** The same, with some options also where they have their default. */
export function expressionOf(trick: Instance, keep?: Keep): string {
  const unwritten = (value: unknown, where: string) => {
    throw usageError({
      where: `toExpression: ${where}`,
      expected: "what an expression can say: numbers, texts, true or false, lists, options and tricks, not too deep",
      received: show(value),
    });
  };
  return written(trick, unwritten, keep);
}
