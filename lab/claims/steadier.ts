import type { Claim, Pair } from "../chapters/chapter.ts";
import { accuracies } from "./accuracies.ts";
import { accuracyOf } from "./accuracy-of.ts";
import { meanOf } from "./mean-of.ts";

/** How many pairs a claim on how far results lie apart takes. */
const PAIRS = 5;

/**
 * "B is less a matter of luck": over five seeds, the standard deviation of its accuracy is at most a share of A's. A run of B that
 * failed refutes it; one of A that failed is a matter of luck too, with an accuracy of 0.
 */
export function steadier({ share }: { share: number }): Claim {
  return {
    pairs: PAIRS,
    judge(pairs) {
      const [a, b] = [spreadOf(pairs, "a"), spreadOf(pairs, "b")];
      if (pairs.length < PAIRS || a === undefined || b === undefined) return "notYet";
      if (pairs.some((pair) => pair.b.failure !== undefined)) return "doesNotHold";
      return b <= share * a && a > 0 ? "holds" : "doesNotHold";
    },
    numbers: (pairs) => [
      ...accuracies(pairs),
      ...(["a", "b"] as const).flatMap((arm) => {
        const value = spreadOf(pairs, arm);
        return value === undefined ? [] : [{ label: "spread", arm, value, as: "points" as const }];
      }),
    ],
  };
}

/** √(Σ (x − x̄)² / (n − 1)); undefined of fewer than two, or where an accuracy is not known. */
function spreadOf(pairs: readonly Pair[], arm: "a" | "b"): number | undefined {
  const own = pairs.map((pair) => accuracyOf(pair[arm]));
  const mean = meanOf(own);
  if (mean === undefined || own.length < 2) return undefined;
  return Math.sqrt(own.reduce<number>((sum, x = mean) => sum + (x - mean) ** 2, 0) / (own.length - 1));
}
