/** The shortest module. */
const EMPTY = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

/** What keeps networks from being trained here; undefined if nothing does. */
export function whatIsMissing(): "missing" | "forbidden" | "workers" | undefined {
  if (typeof Worker === "undefined") return "workers";
  if (typeof WebAssembly === "undefined") return "missing";
  try {
    new WebAssembly.Module(EMPTY);
    return undefined;
  } catch {
    return "forbidden";
  }
}
