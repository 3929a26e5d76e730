import { sayOnce } from "../say-once.ts";
import { lostIn } from "./lost-in.ts";
import type { DeviceOptions } from "./open.ts";

/**
 * Does work on the device of "auto"; where the GPU is lost on the way, does it again with wasm, from the beginning or from what
 * the work has kept of itself, and says so. For what is short: training goes on from its last safe point.
 * @param what the work is, for the hint: "findRate".
 * @param lost the GPU that was lost, for what is said of the work: undefined at first.
 */
export async function wasmWhereLost<O extends DeviceOptions, T>(
  what: string,
  options: O,
  work: (options: O, lost?: string) => Promise<T>,
): Promise<T> {
  try {
    return await work(options);
  } catch (error) {
    const lost = lostIn(error);
    if (lost === undefined) throw error;
    sayOnce([`${lost.where} was lost (${lost.facts.received}): ${what} goes on with wasm.`]);
    return work({ ...options, backend: "wasm" }, lost.where);
  }
}
