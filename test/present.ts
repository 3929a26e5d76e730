/** The value, which has to be there for a test to go on. */
export function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("expected a value, received undefined");
  return value;
}
