/** The same JSON, with words in place of the numbers that JSON has none for. */
export function withWords(value: unknown): unknown {
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0) ? value : wordOf(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withWords);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withWords(one)]));
}

function wordOf(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
