import type { Claim, ClaimState } from "../chapters/chapter.ts";
import { accuracies } from "./accuracies.ts";
import { type Gain, gainOf } from "./gain-of.ts";

/** How many pairs a claim on a small effect takes. */
const PAIRS = 5;

/**
 * A claim that the 95 % interval of the gain decides, with five pairs. Before, it is open, whatever the first pairs show. A run
 * of B that failed refutes it; pairs whose A failed are left out of the interval.
 */
export function byInterval(holds: (gain: Gain) => boolean): Claim {
  return {
    pairs: PAIRS,
    judge(pairs, study): ClaimState {
      if (pairs.length < PAIRS) return "notYet";
      if (pairs.some(({ b }) => b.failure !== undefined)) return "doesNotHold";
      const gain = gainOf(study);
      if (gain === undefined) return "notYet";
      return holds(gain) ? "holds" : "doesNotHold";
    },
    numbers(pairs, study) {
      const gain = gainOf(study);
      if (gain === undefined) return accuracies(pairs);
      return [
        ...accuracies(pairs),
        { label: "gain", arm: "both", value: gain.mean, as: "points" },
        { label: "least", arm: "both", value: gain.low, as: "points" },
        { label: "most", arm: "both", value: gain.high, as: "points" },
      ];
    },
  };
}
