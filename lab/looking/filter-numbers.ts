/** What a filter is, in numbers; of its finite weights. */
export function filterNumbers(weights: ArrayLike<number>) {
  let [count, sum, squares] = [0, 0, 0];
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < weights.length; i++) {
    const value = weights[i] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    [count, sum, squares] = [count + 1, sum + value, squares + value * value];
    [low, high] = [Math.min(low, value), Math.max(high, value)];
  }
  const mean = sum / count;
  return {
    low,
    high,
    deviation: Math.sqrt(Math.max(0, squares / count - mean * mean)),
    finite: count === weights.length,
  };
}

/** The share of weights that the ends of the scale leave out. */
const FAR = 0.005;

/** The end of a scale around 0 for these filters: nearly all weights lie within. */
export function scaleOf(filters: readonly Float32Array[]): number {
  const sizes = filters.flatMap((pixels) => [...pixels.filter(Number.isFinite)].map(Math.abs)).sort((x, y) => x - y);
  return sizes[Math.floor((1 - FAR) * (sizes.length - 1))] || 1;
}
