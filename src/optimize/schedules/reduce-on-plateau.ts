import { monitorOption } from "../../model/monitor.ts";
import { once } from "../../once.ts";
import { count, nonNegative, positive, unit } from "../../options.ts";
import { defineSchedule } from "../schedule.ts";

export const reduceOnPlateau = defineSchedule({
  name: "reduceOnPlateau",
  summary:
    "Multiplies the value by a factor each time the validation loss, or another measure, has not improved for some epochs.",
  source: "in common use; the rule of PyTorch's ReduceLROnPlateau, with an absolute threshold",
  section: "schedules",
  formula: "η ← max(η·factor, minimum) after `patience` epochs with loss ≥ best − minDelta",
  use: "When you do not know in advance how long training will take: the rate falls when the loss stops improving.",
  avoid:
    "A noisy loss (a small validation set) sets a record by chance, and then waits in vain. Beside earlyStopping, give that the longer patience. An optimizerStepper without `losses` has no epochs, so the value never falls; with a monitor it asks for `monitored` there.",
  example: "adam({ learningRate: reduceOnPlateau(1e-3, { patience: 5 }) })",
  options: {
    initial: positive(undefined, "the first value"),
    factor: unit(0.1, "what the value is multiplied by"),
    patience: count(10, "epochs without improvement before the value falls"),
    minDelta: nonNegative(1e-4, "how much better the measure must be to count as improved"),
    cooldown: count(0, "epochs after a fall before epochs without improvement count again", 0),
    monitor: monitorOption(
      "the measure of the validation set to go by, the loss by default; whether more is better follows from the metric",
    ),
    minimum: nonNegative(0, "the value below which it does not fall"),
  },
  positional: ["initial"],
  monitor: ({ monitor }) => monitor,
  // A pure function of the losses so far: a resumed run sees the same ones, and so goes on with the same bits.
  at(_, values, { losses: ofLoss = NO_LOSSES, monitored = () => NO_LOSSES }) {
    const losses = values.monitor === undefined ? ofLoss : monitored(values.monitor);
    const known = once(plateaus, losses, () => new WeakMap<object, Plateau>());
    const before = known.get(values);
    // It is read at every step, so the result of earlier losses is kept.
    const start = { value: values.initial, best: Infinity, bad: 0, quiet: 0, seen: 0 };
    let plateau = before === undefined || before.seen > losses.length ? start : before;
    while (plateau.seen < losses.length) plateau = after(plateau, losses[plateau.seen], values);
    known.set(values, plateau);
    return plateau.value;
  },
});

interface Plateau {
  value: number;
  best: number;
  /** Epochs without improvement. */
  bad: number;
  /** Epochs of the cooldown that are left. */
  quiet: number;
  /** How many losses it has taken into account. */
  seen: number;
}

interface PlateauOptions {
  factor: number;
  patience: number;
  minDelta: number;
  cooldown: number;
  minimum: number;
}

const NO_LOSSES: readonly number[] = [];
const plateaus = new WeakMap<readonly number[], WeakMap<object, Plateau>>();

function after({ value, best, bad, quiet, seen }: Plateau, loss: number, options: PlateauOptions): Plateau {
  const { factor, patience, minDelta, cooldown, minimum } = options;
  const improved = loss < best - minDelta;
  const now = { best: improved ? loss : best, seen: seen + 1 };
  const without = improved || quiet > 0 ? 0 : bad + 1;
  const left = Math.max(0, quiet - 1);
  if (without < patience) return { ...now, value, bad: without, quiet: left };
  return { ...now, value: Math.max(value * factor, Math.min(value, minimum)), bad: 0, quiet: cooldown };
}
