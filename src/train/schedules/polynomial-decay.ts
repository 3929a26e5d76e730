import { nonNegative, positive } from "../../options.ts";
import { defineSchedule } from "../schedule.ts";
import { shareAt, spanOption, unitOption } from "../timing.ts";

export const polynomialDecay = defineSchedule({
  name: "polynomialDecay",
  summary:
    "Falls from the first to the final value along a power of the time that is left: a straight line by default.",
  source: "by definition: final + (initial − final) · (1 − t / span)^power",
  options: {
    initial: positive(undefined, "the first value"),
    span: spanOption("epochs or steps until the final value"),
    final: nonNegative(0, "the final value, kept from then on"),
    power: positive(1, "1: a straight line; larger: faster at first"),
    unit: unitOption(),
  },
  positional: ["initial"],
  at(step, { initial, final, power, ...span }, progress) {
    return final + (initial - final) * (1 - shareAt("polynomialDecay", step, span, progress)) ** power;
  },
});
