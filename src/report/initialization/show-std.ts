/** Two digits: 0.58, 7.5e-15. */
export function showStd(value: number): string {
  if (!Number.isFinite(value)) return "∞";
  return value !== 0 && (value < 0.01 || value >= 1000)
    ? value.toExponential(1).replace("e+", "e")
    : value.toPrecision(2);
}
