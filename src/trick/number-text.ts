/** The shortest text that reads back as the same number: "0.1", "1e-3", "60000", "1e6". */
export function numberText(value: number): string {
  const plain = String(value + 0); // −0 as 0, as in JSON
  const size = Math.abs(value);
  if (size >= 0.01 && size < 1e6) return plain;
  const scientific = value.toExponential().replace("e+", "e");
  return scientific.length < plain.length ? scientific : plain.replace("e+", "e");
}
