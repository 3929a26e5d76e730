import { positive } from "../../options.ts";
import { defineSchedule } from "../schedule.ts";
import { timeAt, unitOption } from "../timing.ts";

export const exponentialDecay = defineSchedule({
  name: "exponentialDecay",
  summary: "Multiplies the value by a factor after each epoch (or step).",
  source: "by definition: initial · factor^⌊t⌋",
  options: {
    initial: positive(undefined, "the value of the first epoch"),
    factor: positive(0.98, "what the value is multiplied by"),
    unit: unitOption(),
  },
  positional: ["initial"],
  at: (step, { initial, factor, unit }, progress) => initial * factor ** Math.floor(timeAt(step, unit, progress)),
});
