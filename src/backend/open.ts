import * as v from "valibot";
import { defined } from "../options/defined.ts";
import { isPlainObject } from "../options/plain-object.ts";
import { type Checks, count, custom, oneOf, optional, resolveOptions } from "../options.ts";
import type { BackendChoice, BackendName, Device } from "./backend.ts";
import { openWasm } from "./wasm/open-wasm.ts";
import { type WasmOptions, wasmOptions } from "./wasm/options.ts";

/** What computes, and in how many threads. */
export interface DeviceOptions extends WasmOptions {
  /**
   * "wasm" is fast on processors, "webgpu" computes on a GPU (in Node.js by the package webgpu), "reference" in float64 by
   * plain loops. "auto" times some steps on wasm and, where there is a GPU, on webgpu, and goes on with the faster one: which
   * one, and so the last bits, depends on the machine. "wasm" by default.
   */
  backend?: BackendChoice | undefined;
  /**
   * How many threads compute, at most 256. 0: the calling thread itself, which blocks meanwhile; meant for small programs.
   * By default as many as the machine has cores. Where memory cannot be shared (a page without cross-origin isolation) it
   * is one; where no workers may be started (Node.js under permissions, without --allow-worker) it is 0.
   */
  threads?: number | undefined;
  /** The options of the "wasm" backend alone. They may also be given without this: what is given here counts first. Default: both on. */
  wasm?: WasmOptions | undefined;
}

/** How each backend is opened. A new one is a folder and a row; its code waits until it is asked for, but for the default. */
const backends: Readonly<Record<BackendName, (options: DeviceOptions) => Promise<Device>>> = {
  wasm: ({ threads, wasm }) => openWasm(threads, wasm),
  webgpu: async () => (await import("./webgpu/open-webgpu.ts")).openWebgpu(),
  reference: async () => new (await import("./reference/device.ts")).ReferenceDevice(),
};

export const backendNames = Object.keys(backends) as BackendName[];

/** What may be asked for. */
export const backendChoices: readonly BackendChoice[] = [...backendNames, "auto"];

/** A thread takes about 7 MB and a place at every barrier: a larger number was meant for something else. */
export const MOST_THREADS = 256;

/** The options of a device, to be checked with those of what opens one. */
export const deviceOptions = {
  backend: optional(oneOf(backendChoices, "wasm")),
  threads: optional(count(undefined, "", 0, MOST_THREADS)),
  ...wasmOptions,
  wasm: optional(
    custom(
      v.pipe(
        v.custom<{ relaxedSimd: unknown; winograd: unknown }>(isPlainObject),
        v.strictObject({ relaxedSimd: wasmOptions.relaxedSimd.schema, winograd: wasmOptions.winograd.schema }),
      ),
      undefined,
      "{ relaxedSimd, winograd }, each true or false",
    ),
  ),
} satisfies Checks<DeviceOptions>;

/**
 * Opens a device; close it when done. Other options are ignored here: the function that was called has checked them.
 * @throws a usage error for an impossible number of threads or an unknown backend.
 */
export async function openDevice(given: DeviceOptions = {}): Promise<Device> {
  const options = deviceOptionsOf(given);
  const { backend = "wasm" } = resolveOptions("device", deviceOptions, options);
  if (backend !== "auto") return backends[backend](options);
  const { openAuto } = await import("./auto/open-auto.ts");
  const gpu = async () => (await import("./webgpu/open-webgpu.ts")).openWebgpu({ real: true });
  return openAuto(() => backends.wasm(options), gpu);
}

/** Those of some options that are a device's, with those of one backend in their place. */
export function deviceOptionsOf(options: DeviceOptions): DeviceOptions & { wasm: WasmOptions } {
  const names = Object.keys(deviceOptions) as (keyof DeviceOptions)[];
  const own: DeviceOptions = Object.fromEntries(names.map((name) => [name, options[name]]));
  const { relaxedSimd, winograd, wasm, ...others } = own;
  return { ...others, wasm: { relaxedSimd, winograd, ...defined(wasm ?? {}) } };
}

/** The result of `work`. If it fails, the device is closed, as nobody will have it to close. */
export async function closedOnFailure<T>(device: Device, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await device.close();
    throw error;
  }
}
