/** Numbers by the names of what they are of; by their places where there are no names. */
export function byName(names: readonly string[] | undefined, numbers: Float32Array): Record<string, number> {
  return Object.fromEntries(Array.from(numbers, (x, i) => [names?.[i] ?? String(i), x]));
}
