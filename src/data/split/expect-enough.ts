import { usageError } from "../../errors.ts";
import { shortened } from "../../options/show.ts";
import type { SplitFacts } from "./part-rows.ts";

/** So many rare classes are named. */
const NAMED = 3;

/** @throws a usage error for classes with fewer samples than there are sets, which each need one. */
export function expectEnough(
  where: string,
  { labels, classes }: Pick<SplitFacts, "labels" | "classes">,
  sets: readonly string[],
): void {
  const counts = new Map<number, number>();
  for (const label of labels ?? []) counts.set(label, (counts.get(label) ?? 0) + 1);
  const rare = [...counts].filter(([, count]) => count < sets.length).sort(([a], [b]) => a - b);
  if (rare.length === 0) return;
  const named = rare
    .slice(0, NAMED)
    .map(([label, count]) => `${count} of class ${shortened(`${classes?.[label] ?? label}`, 40)}`);
  const others = rare.length - named.length;
  throw usageError({
    where,
    expected: `at least ${sets.length} samples of each class, one for each set (${sets.join(", ")})`,
    received: `${named.join(", ")}${others > 0 ? `, and too few of ${others} more` : ""}`,
    fix: "Leave these samples out, join rare classes into one, or hold out no set (test: 0; --test-size 0). With { stratify: false } sets are drawn whatever the classes.",
  });
}
