import { cosOfHalfTurns } from "../../exact-math/cos-of-half-turns.ts";
import { count, optional } from "../../options.ts";
import { defineCallback } from "../callback.ts";

export const snapshotEnsemble = defineCallback({
  name: "snapshotEnsemble",
  summary:
    "Lets the rate fall along a cosine again and again; the run gives back the ensemble of what each fall ended in.",
  source: "Huang et al. 2017, Snapshot ensembles: train 1, get M for free, equation 2",
  section: "overfitting",
  formula: "η(t) = η₀/2·(cos(π·mod(t − 1, C)/C) + 1), C steps a cycle; p(y | x) = 1/M·Σ p_m(y | x)",
  use: "Where an ensemble is wanted for the price of one training run: a large first rate, and cycles long enough for each to arrive.",
  avoid:
    "With another schedule of the rate, which it multiplies. Members of one run are more similar than runs of other seeds, and the ensemble predicts at M times the cost. An unfinished last cycle adds no member; early stopping alone decides when to stop.",
  example: "snapshotEnsemble({ period: 5 })",
  options: {
    period: count(10, "epochs of a cycle"),
    last: optional(count(undefined, "how many of the last snapshots are members; all by default")),
  },
  rate({ step, stepsPerEpoch }, { period }) {
    const cycle = period * stepsPerEpoch;
    return 0.5 * (cosOfHalfTurns((step % cycle) / cycle) + 1);
  },
  start: ({ period, last }) => ({
    async epochEnd({ epoch, keepMember }) {
      if (epoch.epoch % period === 0) await keepMember(last);
      return undefined;
    },
  }),
});
