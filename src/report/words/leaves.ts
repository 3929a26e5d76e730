/** Every value of nested settings with its path: ["optimizer.learningRate", "0.001"]. */
export function leaves(settings: object, prefix = ""): [string, string][] {
  return Object.entries(settings).flatMap(([key, value]): [string, string][] => {
    const path = prefix + key;
    const nested =
      typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
    if (nested) return leaves(value, `${path}.`);
    if (value === null || value === undefined) return [[path, "none"]];
    return [[path, typeof value === "string" ? value : JSON.stringify(value)]];
  });
}
