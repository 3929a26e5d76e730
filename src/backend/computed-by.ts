import { engineOf, THEN } from "./engine-of.ts";

/** What is said of an engine of which nothing is known. */
export const UNKNOWN = "an unknown backend";

/**
 * What computed work that was kept and goes on: what computes it now, behind all that rounded otherwise before.
 * @param before what is kept of that; undefined for work that begins, "unknown" where an older file does not say.
 */
export function computedBy(before: string | undefined, now: string): string {
  if (before === undefined) return now;
  if (before === "unknown") return [UNKNOWN, now].join(THEN);
  const parts = before.split(THEN);
  const earlier = engineOf(before) === engineOf(now) ? parts.slice(0, -1) : parts;
  return [...earlier, now].join(THEN);
}
