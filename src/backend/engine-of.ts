/** What stands between what computed first and what went on: "webgpu, a card, then wasm, 2 threads". */
export const THEN = ", then ";

/**
 * What the bits of a run depend on, of what its device says of itself: "wasm", on any number of threads; of a GPU also which
 * one it is. Of work that went on elsewhere it is what computed last.
 */
export function engineOf(description: string): string {
  const last = description.split(THEN).pop() as string;
  const [whole] = last.split(" (auto: ");
  return whole.startsWith("webgpu") ? whole : whole.split(",")[0];
}
