import type { ClaimNumber, Pair } from "../chapters/chapter.ts";
import { accuracyOf } from "./accuracy-of.ts";
import { meanOf } from "./mean-of.ts";

/** The mean accuracy of each side over all pairs, as far as it is known. */
export function accuracies(pairs: readonly Pair[]): ClaimNumber[] {
  return (["a", "b"] as const).flatMap((arm) => {
    const value = meanOf(pairs.map((pair) => accuracyOf(pair[arm])));
    return value === undefined ? [] : [{ label: "accuracy", arm, value, as: "percent" as const }];
  });
}
