/**
 * Holm's adjusted p values, in the order given: reject where they are at most α, and the chance of any false rejection
 * is at most α (Holm 1979, "A simple sequentially rejective multiple test procedure", Scandinavian J. of Statistics 6).
 */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((_, i) => i).sort((a, b) => ps[a] - ps[b]);
  const adjusted = new Array<number>(ps.length);
  let largest = 0;
  order.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, ps[index] * (ps.length - rank)));
    adjusted[index] = largest;
  });
  return adjusted;
}
