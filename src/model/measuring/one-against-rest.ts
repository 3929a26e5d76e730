import type { NumberArray } from "../../data/dataset.ts";
import type { Predicted } from "../predicted.ts";

/** Scores for one class or label, and which samples are of it. */
export interface Scored {
  /** [count], larger where it is more likely. */
  scores: Float64Array;
  /** [count], 1 or 0. */
  truth: Uint8Array;
  /** How much each sample counts [count]; all the same by default. */
  weights: NumberArray | undefined;
}

/** The second of two classes; each of several classes against the others; each label. */
export function oneAgainstRest(predicted: Predicted): Scored[] {
  const { task, width } = predicted;
  if (task === "binary") return [secondOfTwo(predicted)];
  return Array.from({ length: width }, (_, column) => scored(predicted, column));
}

/** Scores of the second class: its probability, or by how much its output exceeds that of the first. */
function secondOfTwo(predicted: Predicted): Scored {
  const { width, predictions, probabilities } = predicted;
  if (width === 1) return scored(predicted, 0);
  const second = scored(predicted, 1);
  return probabilities
    ? second
    : { ...second, scores: second.scores.map((score, i) => score - predictions[i * width]) };
}

function scored({ task, count, width, predictions, targets, weights }: Predicted, column: number): Scored {
  const ofClass = width > 1 && task !== "multilabel";
  const [scores, truth] = [new Float64Array(count), new Uint8Array(count)];
  for (let i = 0; i < count; i++) {
    const at = i * width + column;
    scores[i] = predictions[at];
    truth[i] = Number(ofClass ? targets[i] === column : targets[at] > 0.5);
  }
  return { scores, truth, weights };
}
