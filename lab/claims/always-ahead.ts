import type { Claim } from "../chapters/chapter.ts";
import { accuracies } from "./accuracies.ts";
import { accuracyOf } from "./accuracy-of.ts";

/**
 * "B is ahead by more than …, whatever the seed." For effects so large that one pair shows them; a single pair that does not
 * show it is enough to refute it.
 */
export function alwaysAhead({ by }: { by: number }): Claim {
  return {
    pairs: 1,
    judge(pairs) {
      if (pairs.length === 0) return "notYet";
      const gains = pairs.map(({ a, b }) => {
        const [without, with_] = [accuracyOf(a), accuracyOf(b)];
        return without === undefined || with_ === undefined ? undefined : with_ - without;
      });
      if (gains.some((gain) => gain !== undefined && gain <= by)) return "doesNotHold";
      return gains.includes(undefined) ? "notYet" : "holds";
    },
    numbers: accuracies,
  };
}
