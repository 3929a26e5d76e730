import type { StudyRun } from "evenkeel";
import type { Claim } from "../chapters/chapter.ts";
import { accuracies } from "./accuracies.ts";
import { accuracyOf } from "./accuracy-of.ts";

/** "It changes nothing": the losses of all epochs and the test accuracy are the same, to the last bit. */
export function sameRun(): Claim {
  return {
    pairs: 1,
    judge(pairs) {
      if (pairs.length === 0) return "notYet";
      return pairs.every(({ a, b }) => traceOf(a) === traceOf(b)) ? "holds" : "doesNotHold";
    },
    numbers: (pairs) => [
      ...accuracies(pairs),
      {
        label: "same",
        arm: "both",
        value: pairs.filter(({ a, b }) => traceOf(a) === traceOf(b)).length,
        as: "count",
      },
    ],
  };
}

function traceOf(run: StudyRun): string {
  return JSON.stringify([run.history.map(({ train, validation }) => [train.loss, validation?.loss]), accuracyOf(run)]);
}
