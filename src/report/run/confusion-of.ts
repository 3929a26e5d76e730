import type { Predicted } from "../../model/predicted.ts";
import { answerOf, classCount } from "./answer-of.ts";

/** How often each true class (row) was taken for each class (column). */
export function confusionOf(predicted: Predicted): number[][] {
  const classes = classCount(predicted);
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < predicted.count; i++) matrix[predicted.targets[i]][answerOf(predicted, i).label]++;
  return matrix;
}
