import type { Predicted } from "../predicted.ts";
import { decidedClasses, NO_CLASS, trueClass } from "./decided-classes.ts";

/** How often a class or label was right, was predicted, and was true: sums of the samples' weights. */
export interface ClassCounts {
  /** True positives. */
  right: number;
  /** True and false positives. */
  predicted: number;
  /** True positives and false negatives. */
  actual: number;
  /** Whether any sample is of it, or predicted to be. */
  seen: boolean;
}

/** The counts of each class; of each label where several may hold, which are predicted above 1/2. */
export function classCounts(predicted: Predicted): ClassCounts[] {
  return predicted.task === "multilabel" ? ofLabels(predicted) : ofClasses(predicted);
}

function ofClasses(predicted: Predicted): ClassCounts[] {
  const { count, width, weights } = predicted;
  const counts = none(Math.max(2, width));
  const decided = decidedClasses(predicted);
  for (let i = 0; i < count; i++) {
    const [weight, guess, truth] = [weights?.[i] ?? 1, decided[i], trueClass(predicted, i)];
    counts[truth].actual += weight;
    counts[truth].seen = true;
    if (guess === NO_CLASS) continue;
    counts[guess].predicted += weight;
    counts[guess].seen = true;
    if (guess === truth) counts[truth].right += weight;
  }
  return counts;
}

function ofLabels({ count, width, weights, predictions, targets }: Predicted): ClassCounts[] {
  const counts = none(width).map((each) => ({ ...each, seen: true }));
  for (let i = 0; i < count; i++) {
    const weight = weights?.[i] ?? 1;
    for (let k = 0; k < width; k++) {
      const [guess, truth] = [predictions[i * width + k] > 0.5, targets[i * width + k] > 0.5];
      if (guess) counts[k].predicted += weight;
      if (truth) counts[k].actual += weight;
      if (guess && truth) counts[k].right += weight;
    }
  }
  return counts;
}

function none(classes: number): ClassCounts[] {
  return Array.from({ length: classes }, () => ({ right: 0, predicted: 0, actual: 0, seen: false }));
}
