/**
 * How much a curve goes up and down, over its level, a mean over its steps: twice the smaller of all rises and all falls. A curve
 * that only falls, or only rises, has 0.
 */
export function risesAndFalls(values: readonly number[]): number {
  if (values.length < 3) return 0;
  let [up, down] = [0, 0];
  for (let i = 1; i < values.length; i++) {
    const change = values[i] - values[i - 1];
    if (change > 0) up += change;
    else down -= change;
  }
  const level = values.reduce((sum, value) => sum + Math.abs(value), 0) / values.length;
  return level === 0 ? 0 : (2 * Math.min(up, down)) / (values.length - 1) / level;
}
