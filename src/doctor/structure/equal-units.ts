/** The share of units whose kernel is that of an earlier one, of a kernel [inputs…, units]. */
export function equalUnits(kernel: Float32Array, units: number): number {
  const inputs = kernel.length / units;
  const seen = new Set<string>();
  for (let unit = 0; unit < units; unit++) {
    const own = new Float32Array(inputs);
    for (let i = 0; i < inputs; i++) own[i] = kernel[i * units + unit] || 0; // −0 too
    seen.add(own.join(" "));
  }
  return units === 1 ? 0 : (units - seen.size) / (units - 1);
}
