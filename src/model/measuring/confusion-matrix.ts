import type { Predicted } from "../predicted.ts";
import { decidedClasses, NO_CLASS, trueClass } from "./decided-classes.ts";

/** With more classes nobody reads it, and it would be most of a file. */
export const MOST_CLASSES = 256;

/**
 * How many samples of each true class (the rows) were predicted to be of each class (the columns). A sample of which an
 * output is NaN is in no column.
 */
export function confusionMatrix(predicted: Predicted): number[][] {
  const classes = Math.max(2, predicted.width);
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  decidedClasses(predicted).forEach((guess, i) => {
    if (guess !== NO_CLASS) matrix[trueClass(predicted, i)][guess]++;
  });
  return matrix;
}
