import { once } from "../../once.ts";
import type { Training } from "../../train/prepare/prepare-training.ts";
import type { Examination } from "../examination.ts";
import { classCounts } from "../examine/class-counts.ts";
import { entropy } from "./entropy.ts";

/** The loss of the answer that looks at no input: as the probe has it, else the entropy of the classes for a cross-entropy. */
export function simplestLossOf({ probe, patient: { training } }: Examination): number | undefined {
  if (probe !== undefined) return probe.simplestLoss > 0 ? probe.simplestLoss : undefined;
  const known = once(entropies, training, () => entropyOf(training)); // several diagnoses ask at each look
  return known > 0 ? known : undefined;
}

const entropies = new WeakMap<Training, number>();

function entropyOf(training: Training): number {
  const isEntropy = ["crossEntropy", "binaryCrossEntropy"].includes(training.loss.name);
  return entropy((isEntropy ? classCounts(training) : undefined) ?? []);
}
