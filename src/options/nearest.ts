import { editDistance } from "./edit-distance.ts";
import { plainName, synonymsOf } from "./synonyms.ts";

/**
 * The valid name that `name` is meant to be, if there is one: the same but for case and hyphens; what other libraries
 * call so; one that begins as the other does; or the closest, if it shares more than chance would give.
 */
export function nearest(name: string, valid: readonly string[]): string | undefined {
  if (name.length > LONGEST) return undefined;
  const given = plainName(name);
  const same = valid.find((candidate) => plainName(candidate) === given);
  if (same !== undefined) return same;
  const known = synonymsOf(name).find((here) => valid.includes(here));
  if (known !== undefined) return known;
  const ranked = valid
    .map((candidate) => ({ candidate, plain: plainName(candidate) }))
    .filter(({ plain }) => plain.length <= LONGEST)
    .map(({ candidate, plain }) => ({ candidate, plain, edits: editDistance(given, plain) }))
    .sort((a, b) => a.edits - b.edits);
  return (
    ranked.find(({ plain, edits }) => isNear(given, plain, edits)) ?? ranked.find(({ plain }) => begins(given, plain))
  )?.candidate;
}

/** No name is longer, and distances take quadratic time. */
const LONGEST = 60;

/** One edit for every three letters of the shorter name, or two letters that changed places. */
function isNear(a: string, b: string, edits: number): boolean {
  return edits <= Math.floor(Math.min(a.length, b.length) / 3) || (edits === 2 && sorted(a) === sorted(b));
}

/** Whether one name begins with all of the other: "earlystop" and "earlyStopping". */
function begins(a: string, b: string): boolean {
  return Math.min(a.length, b.length) >= 4 && (a.startsWith(b) || b.startsWith(a));
}

function sorted(text: string): string {
  return [...text].sort().join("");
}
