import { usageError } from "../../errors.ts";
import type { RandomStream } from "../../random.ts";
import { groups } from "../pick.ts";
import { type Fold, foldsBy } from "./fold.ts";

/**
 * Folds of whole groups: each group, the largest first, goes to the fold with the fewest samples.
 * @throws a usage error for fewer groups than folds.
 */
export function foldsOfGroups(groupOf: Uint32Array, k: number, random: RandomStream): Fold[] {
  const all = groups(Uint32Array.from(groupOf.keys()), (i) => groupOf[i]);
  if (all.length < k)
    throw usageError({
      where: "kFold: groups",
      expected: `at least ${k} groups, one for each fold`,
      received: String(all.length),
      fix: "Choose fewer folds.",
    });
  const sizes = new Float64Array(k);
  const foldOf = new Uint32Array(groupOf.length);
  const drawn = Array.from(random.permutation(all.length), (i) => all[i]);
  for (const group of drawn.sort((a, b) => b.length - a.length)) {
    const fold = sizes.indexOf(Math.min(...sizes));
    sizes[fold] += group.length;
    for (const sample of group) foldOf[sample] = fold;
  }
  return foldsBy(foldOf, k);
}
