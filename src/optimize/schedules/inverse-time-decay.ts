import { nonNegative, positive } from "../../options.ts";
import { defineSchedule } from "../schedule.ts";
import { timeAt, unitOption } from "../schedule-time.ts";

export const inverseTimeDecay = defineSchedule({
  name: "inverseTimeDecay",
  summary: "Falls like 1 / t: fast at first, later slowly enough that any distance can still be covered.",
  source: "Robbins and Monro 1951: initial / (1 + rate · t)",
  section: "schedules",
  formula: "η(t) = η₀ / (1 + rate · t)",
  use: "The decay used in convergence proofs: the rates sum to infinity but their squares do not, so stochastic gradient descent converges on convex losses.",
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
