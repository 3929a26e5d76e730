import { usageError } from "../../errors.ts";
import { inCurrentNames } from "../../trick/in-current-names.ts";
import { isInstance } from "../../trick/instance.ts";

/** @throws a usage error for a part of a resumed run whose JSON is not as it was. */
export function demandSame(what: string, before: unknown, now: unknown): void {
  const saved = isInstance(before) ? before : inCurrentNames(before, now);
  const [expected, received] = [saved, now].map((value) => JSON.stringify(value) ?? "none");
  if (expected === received) return;
  throw usageError({
    where: "train: resume",
    expected: `the ${what} of the saved run, ${differing(expected, received)}`,
    received: differing(received, expected),
    fix: "Give the same, or begin a new run.",
  });
}

/** A long text from a little before the place where it is another one. */
function differing(text: string, other: string): string {
  const most = 100;
  if (text.length <= most) return text;
  let at = 0;
  while (at < text.length && text[at] === other[at]) at++;
  const from = Math.max(0, at - 20);
  return `${from === 0 ? "" : "…"}${text.slice(from, from + most)}${from + most < text.length ? "…" : ""}`;
}
