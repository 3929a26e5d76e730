import { cosOfHalfTurns } from "../../exact-math/cos-of-half-turns.ts";
import { count, nonNegative, positive } from "../../options.ts";
import { defineSchedule } from "../schedule.ts";
import { timeAt, unitOption } from "../schedule-time.ts";

export const cosineRestarts = defineSchedule({
  name: "cosineRestarts",
  summary: "Falls along half a cosine wave, starts again from the top, and each time takes longer.",
  source: "Loshchilov and Hutter 2017, equation 5 (SGDR)",
  section: "schedules",
  formula: "η(t) = η_T + ½(η₀ − η_T)(1 + cos(πt′ / Tᵢ)), t′ since the restart, Tᵢ₊₁ = factor · Tᵢ",
  use: "When the length of training is open, and for snapshot ensembles: at the end of each wave the model has settled.",
  avoid:
    "After each restart the loss rises for a while: end the run, and compare models, at the end of a wave (after 10, 30 or 70 epochs by default).",
  example: "cosineRestarts(1e-2, { period: 10, factor: 2 })",
  options: {
    initial: positive(undefined, "the value after each start"),
    period: count(10, "epochs or steps of the first wave"),
    factor: count(2, "how many times as long as the last each wave is"),
    final: nonNegative(0, "the value that each wave falls to"),
    unit: unitOption(),
  },
  positional: ["initial"],
  at(step, { initial, period, factor, final, unit }, progress) {
    let within = timeAt(step, unit, progress);
    let length = period;
    for (; within >= length && factor > 1; length *= factor) within -= length;
    const share = (within % length) / length;
    return final + (initial - final) * 0.5 * (1 + cosOfHalfTurns(share));
  },
});
