import { shortened } from "../../options/show.ts";
import { printable } from "../../report/words/printable.ts";

/** A wider matrix is not legible in a terminal; the pairs that are confused most often are listed instead. */
const MOST_CLASSES = 12;
const MOST_PAIRS = 10;

/** How often each true class (row) was taken for each class (column), in lines. */
export function confusionText(matrix: readonly (readonly number[])[], classes: readonly string[] = []): string[] {
  const names = matrix.map((_, i) => printable(shortened(classes[i] ?? `${i}`, 14)));
  if (matrix.length > MOST_CLASSES) return pairs(matrix, names);
  const cells = [["true \\ predicted", ...names], ...matrix.map((row, i) => [names[i], ...row.map(String)])];
  const widths = cells[0].map((_, k) => Math.max(...cells.map((row) => row[k].length)));
  return cells.map((row) =>
    row.map((cell, k) => (k === 0 ? cell.padEnd(widths[k]) : cell.padStart(widths[k]))).join("  "),
  );
}

function pairs(matrix: readonly (readonly number[])[], names: readonly string[]): string[] {
  const wrong = matrix
    .flatMap((row, i) => row.map((count, k) => ({ i, k, count })))
    .filter(({ i, k, count }) => i !== k && count > 0)
    .sort((a, b) => b.count - a.count);
  if (wrong.length === 0) return ["No class was taken for another."];
  return [
    "Taken for another class most often:",
    ...wrong.slice(0, MOST_PAIRS).map(({ i, k, count }) => `  ${names[i]} for ${names[k]}: ${count}`),
  ];
}
