/**
 * A running mean with weights that fade over about `span` values. The first values count in full (the mean is divided by the
 * weights so far), so it does not begin at 0. A value that is not finite stays as it is, and the mean goes on after it.
 */
export function smoother(span: number): (value: number) => number {
  const kept = 1 - 1 / Math.max(1, span);
  let [sum, weight] = [0, 0];
  return (value) => {
    if (!Number.isFinite(value)) return value;
    sum = kept * sum + value;
    weight = kept * weight + 1;
    return sum / weight;
  };
}

/** How many values a mean goes over, for so many in all: enough to see a trend, few enough to see it turn. */
export function spanFor(values: number): number {
  return Math.min(100, Math.max(4, Math.round(values / 40)));
}
