import { cosOfHalfTurns } from "../../exact-math/cos-of-half-turns.ts";
import { nonNegative, positive } from "../../options.ts";
import { defineSchedule } from "../schedule.ts";
import { shareAt, spanOption, unitOption } from "../schedule-time.ts";

export const cosineDecay = defineSchedule({
  name: "cosineDecay",
  summary: "Falls from the first to the final value along half a cosine wave: slowly, then fast, then slowly.",
  source: "Loshchilov and Hutter 2017, equation 5, without restarts",
  section: "schedules",
  formula: "η(t) = η_T + ½(η₀ − η_T)(1 + cos(πt / T))",
  use: "When the length of training is known: only the initial rate has to be tuned. With a warm-up, the standard choice for large models.",
  avoid:
    "It has to run to its end: a run that is stopped early still has a high rate, and to train for longer you have to start again.",
  example: "cosineDecay(1e-3, { span: 20 })",
  options: {
    initial: positive(undefined, "the first value"),
    span: spanOption("epochs or steps until the final value"),
    final: nonNegative(0, "the final value, kept from then on"),
    unit: unitOption(),
  },
  positional: ["initial"],
  at(step, { initial, final, ...span }, progress) {
    const share = shareAt("cosineDecay", step, span, progress);
    return final + (initial - final) * 0.5 * (1 + cosOfHalfTurns(share));
  },
});
