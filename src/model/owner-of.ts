/**
 * The path of the innermost of these layers to which a parameter belongs: "0.dense" has "0.dense/kernel". Undefined where
 * it belongs to none of them, as that of a model that is a single layer.
 */
export function ownerOf(parameter: string, layers: { has(path: string): boolean }): string | undefined {
  for (let end = parameter.lastIndexOf("/"); end > 0; end = parameter.lastIndexOf("/", end - 1))
    if (layers.has(parameter.slice(0, end))) return parameter.slice(0, end);
  return undefined;
}
