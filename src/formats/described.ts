/** The parts of these names. */
export function described<K extends string>(names: readonly K[], parts: object): Record<K, never> {
  return Object.fromEntries(names.map((name) => [name, parts[name as keyof typeof parts]])) as never;
}
