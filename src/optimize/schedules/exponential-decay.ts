import { pow } from "../../exact-math/pow.ts";
import { positive } from "../../options.ts";
import { defineSchedule } from "../schedule.ts";
import { timeAt, unitOption } from "../schedule-time.ts";

export const exponentialDecay = defineSchedule({
  name: "exponentialDecay",
  summary: "Multiplies the value by a factor after each epoch (or step).",
  source: "by definition: initial · factor^⌊t⌋",
  section: "schedules",
  formula: "η(t) = η₀ · factor^⌊t⌋, t in epochs, factor = 0.98",
  use: "The simplest decay: multiplied by 0.98 after each epoch, the rate is halved every 34 epochs. For short runs use 0.9 or so.",
  avoid:
    "Very short runs, where 0.98 hardly changes the rate (0.90 of it is left after 5 epochs), and very long ones, where almost nothing is left (0.13 after 100, 0.02 after 200).",
  example: "exponentialDecay(1e-3, { factor: 0.98 })",
  options: {
    initial: positive(undefined, "the value of the first epoch"),
    factor: positive(0.98, "what the value is multiplied by"),
    unit: unitOption(),
  },
  positional: ["initial"],
  at: (step, { initial, factor, unit }, progress) => initial * pow(factor, Math.floor(timeAt(step, unit, progress))),
});
