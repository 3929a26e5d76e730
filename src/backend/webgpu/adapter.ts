import { runError } from "../../errors.ts";
import { findGpu } from "./find-gpu.ts";

/** An adapter, and what is said of it. */
export interface Adapter {
  adapter: GPUAdapter;
  /** "nvidia hopper, NVIDIA H200" */
  name: string;
  /** Whether it computes on the processor. */
  software: boolean;
}

/** Names of programs that stand for a GPU. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|\bwarp\b|\bcpu\b/i;

/** The fastest adapter that there is. @throws a run error where there is none, and as `findGpu`. */
export async function findAdapter(): Promise<Adapter> {
  const gpu = await findGpu();
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" }).catch(() => null);
  if (adapter !== null) return named(adapter);
  throw runError({
    where: 'backend: "webgpu"',
    expected: "an adapter, which is a GPU with its driver",
    received: "none",
    fix: 'Install a driver (Vulkan on Linux), or switch on hardware acceleration in the browser; or choose backend: "wasm", or "auto".',
  });
}

/** An adapter with its name: vendor and architecture, then its description, whichever it gives away. */
export function named(adapter: GPUAdapter): Adapter {
  // Browsers of before 2025 say less, or say it elsewhere.
  const {
    vendor = "",
    architecture = "",
    device = "",
    description = "",
    ...info
  }: Partial<GPUAdapterInfo> = (adapter as Partial<GPUAdapter>).info ?? {};
  const { isFallbackAdapter = (adapter as { isFallbackAdapter?: boolean }).isFallbackAdapter ?? false } = info;
  const family = [vendor, architecture].filter(isGiven).join(" ");
  const name = [family, description || device].filter(isGiven).join(", ") || "an adapter without a name";
  return { adapter, name, software: isFallbackAdapter || SOFTWARE.test(`${name} ${device}`) };
}

function isGiven(text: string): boolean {
  return text !== "";
}
