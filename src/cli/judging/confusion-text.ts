import { confusedPairs } from "../../model/measuring/confused-pairs.ts";
import { shortened } from "../../options/show.ts";
import { aligned } from "../../report/words/aligned.ts";
import { printable } from "../../report/words/printable.ts";

/** A wider matrix is not legible in a terminal; the pairs that are confused most often are listed instead. */
const MOST_CLASSES = 12;
const MOST_PAIRS = 10;

/** How often each true class (row) was taken for each class (column), in lines. */
export function confusionText(matrix: readonly (readonly number[])[], classes: readonly string[] = []): string[] {
  const names = matrix.map((_, i) => printable(shortened(classes[i] ?? `${i}`, 14)));
  if (matrix.length > MOST_CLASSES) return pairs(matrix, names);
  return aligned([["true \\ predicted", ...names], ...matrix.map((row, i) => [names[i], ...row.map(String)])]);
}

function pairs(matrix: readonly (readonly number[])[], names: readonly string[]): string[] {
  const wrong = confusedPairs(matrix);
  if (wrong.length === 0) return ["No class was taken for another."];
  return [
    "Taken for another class most often:",
    ...wrong.slice(0, MOST_PAIRS).map(({ truth, guess, count }) => `  ${names[truth]} for ${names[guess]}: ${count}`),
  ];
}
