import { oneOf, positive } from "../../options.ts";
import { defineSchedule } from "../schedule.ts";

export const exponentialDecay = defineSchedule({
  name: "exponentialDecay",
  summary: "Multiplies the value by a factor after each epoch (or step).",
  source: "by definition: initial · factor^⌊epoch⌋",
  options: {
    initial: positive(undefined, "the value of the first epoch"),
    factor: positive(0.98, "what the value is multiplied by"),
    every: oneOf(["epoch", "step"], "epoch", "how often"),
  },
  positional: ["initial"],
  at: (step, { initial, factor, every }, { stepsPerEpoch }) =>
    initial * factor ** (every === "epoch" ? Math.floor(step / stepsPerEpoch) : step),
});
