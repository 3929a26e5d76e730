import { count, nonNegative, positive } from "../../options.ts";
import { defineSchedule } from "../schedule.ts";
import { timeAt, unitOption } from "../schedule-time.ts";

export const cyclic = defineSchedule({
  name: "cyclic",
  summary: "Rises and falls in straight lines between two values, again and again.",
  source: "Smith 2017, triangular policy",
  section: "schedules",
  formula: "η(t) = low + (high − low)(1 − |(t / h mod 2) − 1|), h the half period",
  use: "To find out which rates a model tolerates, and to escape plateaus from time to time. A half period of 2 to 10 epochs.",
  avoid: "Optimizers with momentum: move the momentum against the rate, or use oneCycle(). End the run at a low point.",
  example: "cyclic(1e-4, 1e-2, { halfPeriod: 4 })",
  options: {
    low: nonNegative(undefined, "the value at the start, and after each cycle"),
    high: positive(undefined, "the value halfway through each cycle"),
    halfPeriod: count(4, "epochs or steps of each rise, and of each fall"),
    unit: unitOption(),
  },
  positional: ["low", "high"],
  at(step, { low, high, halfPeriod, unit }, progress) {
    const phase = (timeAt(step, unit, progress) / halfPeriod) % 2; // in [0, 2): up to 1, then down
    return low + (high - low) * (1 - Math.abs(phase - 1));
  },
});
