import { nonNegative, positive } from "../../options.ts";
import { defineSchedule } from "../schedule.ts";
import { timeAt, unitOption } from "../timing.ts";

export const inverseTimeDecay = defineSchedule({
  name: "inverseTimeDecay",
  summary: "Falls like 1 / t: fast at first, and slowly enough later that every distance can still be walked.",
  source: "Robbins and Monro 1951: initial / (1 + rate · t)",
  options: {
    initial: positive(undefined, "the first value"),
    rate: nonNegative(0.1, "the value is halved after the first 1 / rate epochs or steps"),
    unit: unitOption(),
  },
  positional: ["initial"],
  at: (step, { initial, rate, unit }, progress) => initial / (1 + rate * timeAt(step, unit, progress)),
});
