import { engineOf, THEN } from "./engine-of.ts";

/**
 * What computed several works, each of them by itself: every engine once, as it was named first, in the order in which they came.
 * @param before what computed the earlier ones; undefined for the first.
 */
export function allComputedBy(before: string | undefined, now: string): string {
  const named = before?.split(THEN) ?? [];
  for (const each of now.split(THEN))
    if (!named.some((earlier) => engineOf(earlier) === engineOf(each))) named.push(each);
  return named.join(THEN);
}
