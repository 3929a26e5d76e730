import type { BackendName, Device } from "./backend.ts";
import { ReferenceDevice } from "./reference/device.ts";
import { openWasm, type WasmOptions } from "./wasm/device.ts";

export interface DeviceOptions extends WasmOptions {
  /** "wasm" (the default) is fast; "reference" computes in float64 by plain loops. */
  backend?: BackendName;
}

/** Opens a device; close it when done. */
export async function openDevice({ backend = "wasm", ...options }: DeviceOptions = {}): Promise<Device> {
  return backend === "reference" ? new ReferenceDevice() : openWasm(options);
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
