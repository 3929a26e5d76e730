import { pow } from "../../exact-math/pow.ts";
import { nonNegative, positive } from "../../options.ts";
import { defineSchedule } from "../schedule.ts";
import { shareAt, spanOption, unitOption } from "../schedule-time.ts";

export const polynomialDecay = defineSchedule({
  name: "polynomialDecay",
  summary: "Falls from the first to the final value along a power of the remaining time: a straight line by default.",
  source: "by definition: final + (initial − final) · (1 − t / span)^power",
  section: "schedules",
  formula: "η(t) = η_T + (η₀ − η_T)(1 − t / T)^p",
  use: "When the length of training is known: a straight line to 0 (p = 1) is hard to beat; p = 0.9 is common in segmentation.",
  avoid: "Like every decay with a fixed end, it has to run to that end, and cannot be extended.",
  example: "polynomialDecay(1e-3, { span: 20, power: 1 })",
  options: {
    initial: positive(undefined, "the first value"),
    span: spanOption("epochs or steps until the final value"),
    final: nonNegative(0, "the final value, kept from then on"),
    power: positive(1, "1: a straight line; larger: faster at first"),
    unit: unitOption(),
  },
  positional: ["initial"],
  at(step, { initial, final, power, ...span }, progress) {
    return final + (initial - final) * pow(1 - shareAt("polynomialDecay", step, span, progress), power);
  },
});
