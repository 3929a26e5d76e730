import { nonNegative, positive } from "../../options.ts";
import { defineSchedule } from "../schedule.ts";
import { timeAt, unitOption } from "../schedule-time.ts";

export const inverseTimeDecay = defineSchedule({
  name: "inverseTimeDecay",
  summary: "Falls like 1 / t: fast at first, and slowly enough later that every distance can still be walked.",
  source: "Robbins and Monro 1951: initial / (1 + rate · t)",
  section: "schedules",
  formula: "η(t) = η₀ / (1 + rate · t)",
  use: "The decay of the proofs: the sum of all rates has no bound, that of their squares has, so that stochastic gradient descent converges on convex losses.",
  avoid:
    "Deep networks, where it falls too fast at first and too slowly later; cosineDecay() or stepDecay() end better.",
  example: "inverseTimeDecay(0.1, { rate: 0.1 })",
  options: {
    initial: positive(undefined, "the first value"),
    rate: nonNegative(0.1, "the value is halved after the first 1 / rate epochs or steps"),
    unit: unitOption(),
  },
  positional: ["initial"],
  at: (step, { initial, rate, unit }, progress) => initial / (1 + rate * timeAt(step, unit, progress)),
});
