/** The same record with every value changed: tensors by the name of their parameter, mostly. */
export function mapTensors<T, R>(
  tensors: Readonly<Record<string, T>>,
  f: (value: T, name: string) => R,
): Record<string, R> {
  return Object.fromEntries(Object.entries(tensors).map(([name, value]) => [name, f(value, name)]));
}
