/** The score of each class of one sample, and the class with the largest; a single output says yes or no. */
export function chosenClass(row: Float32Array, yesOrNo: boolean): { scores: Float32Array; label: number } {
  const scores = yesOrNo ? Float32Array.of(1 - row[0], row[0]) : row;
  return { scores, label: scores.indexOf(Math.max(...scores)) };
}
