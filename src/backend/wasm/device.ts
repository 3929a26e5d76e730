import type { Device } from "../backend.ts";

export interface WasmOptions {
  /**
   * How many threads compute. 0: the calling thread itself, which blocks meanwhile; meant for small programs. By default
   * as many as the machine has cores.
   */
  threads?: number;
}

export async function openWasm(_options: WasmOptions): Promise<Device> {
  throw new Error("not yet");
}
