/**
 * What the bits of a run depend on, of what its device says of itself: "wasm", on any number of threads; of a GPU also which
 * one it is.
 */
export function engineOf(description: string): string {
  const [whole] = description.split(" (auto: ");
  return whole.startsWith("webgpu") ? whole : whole.split(",")[0];
}
