import { type Checks, count, flag, oneOf, optional, resolveOptions } from "../options.ts";
import type { BackendName, Device } from "./backend.ts";
import { ReferenceDevice } from "./reference/device.ts";
import { openWasm, type WasmOptions } from "./wasm/device.ts";

export interface DeviceOptions extends WasmOptions {
  /** "wasm" (the default) is fast; "reference" computes in float64 by plain loops. */
  backend?: BackendName | undefined;
}

/** A thread takes some 7 MB and a place at every barrier: what asks for more has mistaken something else for threads. */
export const MOST_THREADS = 256;

/** The options of a device, to be checked with those of what opens one. */
export const deviceOptions = {
  backend: optional(oneOf(["wasm", "reference"], "wasm")),
  threads: optional(count(undefined, "", 0, MOST_THREADS)),
  relaxedSimd: optional(flag(true)),
  winograd: optional(flag(true)),
} satisfies Checks<DeviceOptions>;

/**
 * Opens a device; close it when done. Of other options nothing is heeded here: what was called has checked them.
 * @throws a usage error for a number of threads or a backend that cannot be.
 */
export async function openDevice(given: DeviceOptions = {}): Promise<Device> {
  const options = resolveOptions("device", deviceOptions, deviceOptionsOf(given));
  return options.backend === "reference" ? new ReferenceDevice() : openWasm(options);
}

/** Those of some options that are a device's. */
export function deviceOptionsOf({ backend, threads, relaxedSimd, winograd }: DeviceOptions): DeviceOptions {
  return { backend, threads, relaxedSimd, winograd };
}

/** What `work` gives; if it fails, nobody will have the device to close it, so it is closed. */
export async function closedOnFailure<T>(device: Device, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await device.close();
    throw error;
  }
}
