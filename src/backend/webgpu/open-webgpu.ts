import { errorText } from "../../error-text.ts";
import { runError } from "../../errors.ts";
import type { Device } from "../backend.ts";
import { type Adapter, findAdapter } from "./adapter.ts";
import { WebgpuDevice } from "./device.ts";
import { requiredLimits } from "./limits.ts";

/**
 * A device on the fastest adapter.
 * @param real whether an adapter that is a program is refused: it computes on the processor, as wasm does.
 * @throws a run error that says what is missing.
 */
export async function openWebgpu({ real = false } = {}): Promise<Device> {
  const found = await findAdapter();
  if (!real || !found.software) return deviceOn(found);
  throw runError({ where: "webgpu", expected: "a GPU", received: `${found.name}, which computes on the processor` });
}

async function deviceOn({ adapter, name, software }: Adapter): Promise<Device> {
  const limits = requiredLimits(adapter, name);
  const description = `webgpu, ${name}${software ? " (a software adapter)" : ""}`;
  try {
    const gpu = await adapter.requestDevice({ label: "evenkeel", requiredLimits: limits });
    return new WebgpuDevice(gpu, description);
  } catch (cause) {
    throw runError({
      where: description,
      expected: "a device with the limits that the adapter has",
      received: errorText(cause),
      fix: 'Close what else uses the GPU, or choose backend: "wasm".',
      cause,
    });
  }
}
