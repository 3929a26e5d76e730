/** The index of the last of `count` ascending values that is at most `limit`; -1: none is. */
export function lastAt(values: ArrayLike<number>, count: number, limit: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
