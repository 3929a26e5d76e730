/** Samples of one class that were taken for another. */
export interface ConfusedPair {
  /** The number of their class. */
  truth: number;
  /** The number of the class that they were taken for. */
  guess: number;
  count: number;
}

/** The pairs of different classes in a confusion matrix, the most frequent first. */
export function confusedPairs(matrix: readonly (readonly number[])[]): ConfusedPair[] {
  return matrix
    .flatMap((row, truth) => row.map((count, guess) => ({ truth, guess, count })))
    .filter(({ truth, guess, count }) => truth !== guess && count > 0)
    .sort((a, b) => b.count - a.count);
}
