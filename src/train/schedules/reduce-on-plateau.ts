import { count, nonNegative, positive, unit } from "../../options.ts";
import { defineSchedule } from "../schedule.ts";

export const reduceOnPlateau = defineSchedule({
  name: "reduceOnPlateau",
  summary: "Multiplies the value by a factor each time the validation loss has not improved for some epochs.",
  source: "in common use; the rule of PyTorch's ReduceLROnPlateau, with an absolute threshold",
  section: "schedules",
  formula: "η ← max(η·factor, minimum) after `patience` epochs with loss ≥ best − minDelta",
  use: "Where it is not known beforehand how long the training will take: the rate falls when the loss asks for it.",
  avoid:
    "With a noisy loss (a small validation part), which falls into patience's trap; beside earlyStopping, whose patience must be the longer one. In a hyper-parameter of a stepper by itself, where there are no epochs.",
  example: "adam({ learningRate: reduceOnPlateau(1e-3, { patience: 5 }) })",
  options: {
    initial: positive(undefined, "the first value"),
    factor: unit(0.1, "what the value is multiplied by"),
    patience: count(10, "epochs without improvement before the value falls"),
    minDelta: nonNegative(1e-4, "how much lower the loss must be to count as improved"),
    cooldown: count(0, "epochs after a fall before epochs without improvement count again", 0),
    minimum: nonNegative(0, "the value below which it does not fall"),
  },
  positional: ["initial"],
  // A pure function of the losses so far: a resumed run sees the same ones, and so goes on with the same bits.
  at(_, { initial, factor, patience, minDelta, cooldown, minimum }, { losses = [] }) {
    let [value, best, bad, quiet] = [initial, Infinity, 0, 0];
    for (const loss of losses) {
      if (loss < best - minDelta) [best, bad] = [loss, 0];
      else bad++;
      if (quiet > 0) [quiet, bad] = [quiet - 1, 0];
      if (bad < patience) continue;
      [value, bad, quiet] = [Math.max(value * factor, Math.min(value, minimum)), 0, cooldown];
    }
    return value;
  },
});
