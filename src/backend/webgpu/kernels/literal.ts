/** A float in a shader's text, which reads back as exactly the float32 nearest to `value`. */
export function literal(value: number): string {
  const x = Math.fround(value);
  if (Number.isNaN(x)) return "notANumber()";
  if (!Number.isFinite(x)) return x > 0 ? "infinity()" : "(-infinity())";
  const digits = `${Math.abs(x)}f`; // all digits of a number in float64, which holds every float32
  return x < 0 || Object.is(x, -0) ? `(-${digits})` : digits;
}
