import { pow } from "../../exact-math/pow.ts";
import { count, positive } from "../../options.ts";
import { defineSchedule } from "../schedule.ts";
import { timeAt, unitOption } from "../schedule-time.ts";

export const stepDecay = defineSchedule({
  name: "stepDecay",
  summary: "Multiplies the value by a factor every n epochs (or steps), and keeps it in between.",
  source: "by definition: initial · factor^⌊t / every⌋",
  section: "schedules",
  formula: "η(t) = η₀ · factor^⌊t / every⌋",
  use: "Long runs of sgd(): drop the rate when the loss has leveled off; ImageNet recipes divide it by ten every 30 epochs.",
  avoid:
    "A drop that comes too early ends learning. A run looks worse before a drop than after it only because it is noisier: compare runs after the last drop.",
  example: "stepDecay(0.1, { factor: 0.1, every: 30 })",
  options: {
    initial: positive(undefined, "the first value"),
    factor: positive(0.5, "what the value is multiplied by"),
    every: count(10, "how many epochs or steps each value lasts"),
    unit: unitOption(),
  },
  positional: ["initial"],
  at: (step, { initial, factor, every, unit }, progress) =>
    initial * pow(factor, Math.floor(timeAt(step, unit, progress) / every)),
});
