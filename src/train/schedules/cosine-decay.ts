import { nonNegative, positive } from "../../options.ts";
import { defineSchedule } from "../schedule.ts";
import { shareAt, spanOption, unitOption } from "../timing.ts";

export const cosineDecay = defineSchedule({
  name: "cosineDecay",
  summary: "Falls from the first to the final value along half a cosine wave: slowly, then fast, then slowly.",
  source: "Loshchilov and Hutter 2017, equation 5, without restarts",
  options: {
    initial: positive(undefined, "the first value"),
    span: spanOption("epochs or steps until the final value"),
    final: nonNegative(0, "the final value, kept from then on"),
    unit: unitOption(),
  },
  positional: ["initial"],
  at(step, { initial, final, ...span }, progress) {
    const share = shareAt("cosineDecay", step, span, progress);
    return final + (initial - final) * 0.5 * (1 + Math.cos(Math.PI * share));
  },
});
