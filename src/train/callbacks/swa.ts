import type { KnownProgress } from "../../optimize/schedule.ts";
import { count, optional } from "../../options.ts";
import { defineCallback } from "../callback.ts";

export const swa = defineCallback({
  name: "swa",
  summary:
    "Averages the weights at the end of each late epoch, with equal shares, and estimates batch statistics again for them.",
  source: "Izmailov et al. 2018, Averaging weights leads to wider optima and better generalization, algorithm 1",
  section: "overfitting",
  formula: "w̄ ← (n·w̄ + w) / (n + 1) at the end of an epoch; then batch statistics over the training set, under w̄",
  use: "In the last quarter of a run whose rate stays high enough for the weights to move: constant, or cyclic. Validation, test and the final model use the average.",
  avoid:
    "With a rate that falls to 0, as there is nothing left to average; with averageWeights, which is another average. For models with batch normalization, each averaged epoch costs one more forward pass over the training set.",
  example: "swa({ from: 15 })",
  options: {
    from: optional(
      count(undefined, "the first epoch whose weights join the average; by default the first of the last quarter"),
    ),
    every: count(1, "epochs from one set of weights that joins to the next"),
  },
  byEpochs: true,
  average(at, values) {
    const { position, stepsPerEpoch } = at;
    if (position % stepsPerEpoch !== 0) return position < first(at, values) * stepsPerEpoch ? 1 : 0;
    return newest(position / stepsPerEpoch, first(at, values), values.every);
  },
  reestimates: (epoch, at, values) => newest(epoch, first(at, values), values.every) > 0 && epoch >= first(at, values),
});

/** The weight of the weights after an epoch: all of it until the average begins, then 1/(n + 1) where they join. */
function newest(epoch: number, from: number, every: number): number {
  if (epoch <= from) return 1;
  return (epoch - from) % every === 0 ? 1 / ((epoch - from) / every + 1) : 0;
}

function first({ stepsPerEpoch, totalSteps = stepsPerEpoch }: KnownProgress, { from }: { from: number | undefined }) {
  return from ?? Math.floor((0.75 * totalSteps) / stepsPerEpoch) + 1;
}
