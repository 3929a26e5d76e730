import { runError } from "../../errors.ts";
import type { Device } from "../backend.ts";
import { cores } from "../cores.ts";
import { WasmDevice } from "./device.ts";
import { openEngine } from "./engine.ts";
import type { WasmOptions } from "./options.ts";
import { hasRelaxedSimd } from "./relaxed.ts";

/** A device with this many threads, by default one for each core. */
export async function openWasm(
  threads: number | undefined,
  { relaxedSimd = true, winograd = true }: WasmOptions = {},
): Promise<Device> {
  checkPlatform();
  const available = await cores();
  const count = threads ?? available;
  const relaxed = relaxedSimd && (await hasRelaxedSimd());
  return new WasmDevice(await openEngine(count), { relaxed, winograd, crowded: count > available });
}

function checkPlatform(): void {
  if (typeof WebAssembly !== "undefined") return;
  throw runError({
    where: "the engine",
    expected: "WebAssembly",
    received: "a platform without it",
    fix: 'Run Node.js without --jitless, or choose backend: "reference", which is slow.',
  });
}
