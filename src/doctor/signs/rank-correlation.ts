/** Spearman's rank correlation: that of the ranks, ties with their mean rank; undefined where one list is constant. */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number | undefined {
  const [x, y] = [ranksOf(a), ranksOf(b)];
  const mean = (x.length + 1) / 2;
  let [dot, xx, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    dot += (x[i] - mean) * (y[i] - mean);
    xx += (x[i] - mean) ** 2;
    yy += (y[i] - mean) ** 2;
  }
  return xx === 0 || yy === 0 ? undefined : dot / Math.sqrt(xx * yy);
}

function ranksOf(numbers: readonly number[]): number[] {
  return numbers.map((one) => {
    const below = numbers.filter((other) => other < one).length;
    const same = numbers.filter((other) => other === one).length;
    return below + (same + 1) / 2;
  });
}
