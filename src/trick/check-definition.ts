import { isPlainObject } from "../options/plain-object.ts";
import { refused } from "../options.ts";
import type { TrickDefinition } from "../trick.ts";

/**
 * Demands what every trick says of itself, and one of the functions that make it the trick it is.
 * @throws "defineLayer: expected build or forward, a function, received none."
 */
export function checkDefinition(
  where: string,
  definition: unknown,
  functions: readonly string[] = [],
): asserts definition is TrickDefinition {
  if (!isPlainObject(definition))
    throw refused(where, "a definition as { name, summary, source, options, … }", definition);
  const { name, options, positional } = definition;
  if (typeof name !== "string" || name === "") throw refused(`${where}: name`, "a name", name);
  if (!isPlainObject(options))
    throw refused(`${where}: options`, "options by name, such as { rate: unit(0.5) }", options);
  for (const [key, option] of Object.entries(options))
    if (!isPlainObject(option) || !isPlainObject(option.schema))
      throw refused(`${where}: options: ${key}`, "an option such as positive(1)", option);
  const known = (key: unknown) => typeof key === "string" && Object.hasOwn(options, key);
  if (positional !== undefined && !(Array.isArray(positional) && positional.every(known)))
    throw refused(`${where}: positional`, "a list of names of its options", positional);
  if (functions.length > 0 && !functions.some((key) => typeof definition[key] === "function"))
    throw refused(where, `${functions.join(" or ")}, a function`, definition);
}
