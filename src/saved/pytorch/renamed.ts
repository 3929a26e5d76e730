import { usageError } from "../../errors.ts";
import { show } from "../../options/show.ts";

/** New names: by a function, or by pairs of which the first that fits counts. */
export type Rename = ((name: string) => string | undefined) | readonly (readonly [from: string | RegExp, to: string])[];

/**
 * The same values under new names.
 * @throws a usage error for a pair that fits no name, what is no name, and for two values of one name.
 */
export function renamed<T>(values: Readonly<Record<string, T>>, rename: Rename | undefined): Record<string, T> {
  if (rename === undefined) return { ...values };
  const used = new Set<unknown>();
  const named: Record<string, T> = {};
  for (const [name, value] of Object.entries(values)) {
    const now = typeof rename === "function" ? rename(name) : byPairs(name, rename, used);
    if (now === undefined) continue;
    if (typeof now !== "string" || now === "")
      throw usageError({ where: `importWeights: rename: ${name}`, expected: "a name", received: show(now) });
    if (Object.hasOwn(named, now)) throw twice(name, now);
    named[now] = value;
  }
  const idle = typeof rename === "function" ? undefined : rename.find((pair) => !used.has(pair));
  if (idle === undefined) return named;
  throw usageError({
    where: "importWeights: rename",
    expected: `texts that stand in ${Object.keys(values).slice(0, 8).join(", ")}, …`,
    received: show(idle[0]),
    fix: "Pairs are tried in order, and the first that fits counts.",
  });
}

/** @throws a usage error that says which tensor would get a name that another has. */
export function twice(name: string, now: string): Error {
  return usageError({
    where: "importWeights",
    expected: "different names for different tensors",
    received: `${now} twice, the second time for ${name}`,
    fix: "Give rename another pair for it, or a function that gives undefined for what is left out.",
  });
}

function byPairs(
  name: string,
  pairs: Exclude<Rename, (name: string) => string | undefined>,
  used: Set<unknown>,
): string {
  for (const pair of pairs) {
    const [from, to] = pair;
    const pattern = typeof from === "string" ? wholeParts(from) : from;
    const now =
      typeof from === "string" ? name.replace(pattern, (_, before) => before + to) : name.replace(pattern, to);
    if (now === name && name.search(pattern) < 0) continue;
    used.add(pair);
    return now;
  }
  return name;
}

/** The text where it stands between separators. */
function wholeParts(text: string): RegExp {
  return new RegExp(`(^|[./])${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?=$|[./])`);
}
