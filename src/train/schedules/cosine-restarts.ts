import { count, nonNegative, positive } from "../../options.ts";
import { defineSchedule } from "../schedule.ts";
import { timeAt, unitOption } from "../timing.ts";

export const cosineRestarts = defineSchedule({
  name: "cosineRestarts",
  summary: "Falls along half a cosine wave, starts again from the top, and each time takes longer.",
  source: "Loshchilov and Hutter 2017, equation 5 (SGDR)",
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
    return final + (initial - final) * 0.5 * (1 + Math.cos(Math.PI * share));
  },
});
