import { count, positive } from "../../options.ts";
import { defineSchedule } from "../schedule.ts";
import { timeAt, unitOption } from "../schedule-time.ts";

export const stepDecay = defineSchedule({
  name: "stepDecay",
  summary: "Multiplies the value by a factor after every so many epochs (or steps), and keeps it in between.",
  source: "by definition: initial · factor^⌊t / every⌋",
  section: "schedules",
  formula: "η(t) = η₀ · factor^⌊t / every⌋",
  use: "Long runs of sgd(): drop the rate when the loss has levelled off, ten-fold every 30 epochs in the recipes of ImageNet.",
  avoid:
    "Too early a drop ends learning. A run between two drops is not worse than one after them, only noisier: compare after the last.",
  example: "stepDecay(0.1, { factor: 0.1, every: 30 })",
  options: {
    initial: positive(undefined, "the first value"),
    factor: positive(0.5, "what the value is multiplied by"),
    every: count(10, "how many epochs or steps each value lasts"),
    unit: unitOption(),
  },
  positional: ["initial"],
  at: (step, { initial, factor, every, unit }, progress) =>
    initial * factor ** Math.floor(timeAt(step, unit, progress) / every),
});
