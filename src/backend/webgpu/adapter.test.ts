import { afterEach, expect, test, vi } from "vitest";
import { openDevice } from "../open.ts";
import { findAdapter, named } from "./adapter.ts";
import { requiredLimits } from "./limits.ts";

afterEach(() => vi.unstubAllGlobals());

const INFO = { vendor: "", architecture: "", device: "", description: "", isFallbackAdapter: false };
const LIMITS = {
  maxComputeInvocationsPerWorkgroup: 1024,
  maxComputeWorkgroupSizeX: 1024,
  maxComputeWorkgroupStorageSize: 32_768,
  maxComputeWorkgroupsPerDimension: 65_535,
  maxStorageBuffersPerShaderStage: 8,
  maxStorageBufferBindingSize: 2 ** 31,
  maxBufferSize: 2 ** 32,
};

/** What stands for an adapter that says this of itself. */
function adapterThat(
  info: Partial<typeof INFO>,
  limits: Partial<typeof LIMITS> = {},
  requestDevice?: () => Promise<never>,
) {
  return { info: { ...INFO, ...info }, limits: { ...LIMITS, ...limits }, requestDevice } as unknown as GPUAdapter;
}

test.each([
  [{ vendor: "nvidia", architecture: "hopper", description: "NVIDIA H200" }, "nvidia hopper, NVIDIA H200", false],
  [{ vendor: "apple", architecture: "metal-3" }, "apple metal-3", false],
  [{ vendor: "intel", device: "0x9a49" }, "intel, 0x9a49", false],
  [{ vendor: "mesa", description: "llvmpipe (LLVM 15.0.6, 256 bits)" }, "mesa, llvmpipe (LLVM 15.0.6, 256 bits)", true],
  [{ vendor: "google", architecture: "swiftshader" }, "google swiftshader", true],
  [{ vendor: "microsoft", isFallbackAdapter: true }, "microsoft", true],
  [{}, "an adapter without a name", false],
])("%o is %s; software: %s", (info, name, software) => {
  expect(named(adapterThat(info))).toMatchObject({ name, software });
});

test("as much memory is asked for as the adapter binds, of the rest what shaders need", () => {
  expect(requiredLimits(adapterThat({}), "a card")).toEqual({
    maxComputeInvocationsPerWorkgroup: 256,
    maxComputeWorkgroupSizeX: 256,
    maxComputeWorkgroupStorageSize: 16_384,
    maxComputeWorkgroupsPerDimension: 65_535,
    maxStorageBuffersPerShaderStage: 3,
    maxStorageBufferBindingSize: 2 ** 31,
    maxBufferSize: 2 ** 32,
  });
});

test("an adapter that is too small is refused, with the limit", () => {
  expect(() => requiredLimits(adapterThat({}, { maxComputeInvocationsPerWorkgroup: 128 }), "an old phone")).toThrow(
    'webgpu, an old phone: expected maxComputeInvocationsPerWorkgroup of at least 256, received 128. This adapter is too small: choose backend: "wasm", or "auto".',
  );
});

/** A page, whose browser gives these adapters. */
function browserWith(adapter: GPUAdapter | null): void {
  vi.stubGlobal("navigator", { gpu: { requestAdapter: async () => adapter }, hardwareConcurrency: 2 });
}

test("where there is no adapter, the error says what to do; auto goes on without", async () => {
  browserWith(null);
  await expect(openDevice({ backend: "webgpu" })).rejects.toThrow(
    'backend: "webgpu": expected an adapter, which is a GPU with its driver, received none. Install a driver (Vulkan on Linux), or switch on hardware acceleration in the browser; or choose backend: "wasm", or "auto".',
  );
  const device = await openDevice({ backend: "auto", threads: 0 });
  expect(device.description).toMatch(/^wasm, 1 thread, .*\(auto: no GPU: expected an adapter, .* received none\)$/);
  await device.close();
});

test("auto does not ask a program that stands for a GPU: it computes on the processor too", async () => {
  browserWith(adapterThat({ vendor: "google", architecture: "swiftshader" }));
  const device = await openDevice({ backend: "auto", threads: 0 });
  expect(device.description).toMatch(
    /\(auto: no GPU: expected a GPU, received google swiftshader, which computes on the processor\)$/,
  );
  await device.close();
});

test("a device that is denied is reported with the adapter's name", async () => {
  const denied = () => Promise.reject(new Error("limits are too high"));
  browserWith(adapterThat({ vendor: "nvidia", architecture: "hopper" }, {}, denied));
  await expect(openDevice({ backend: "webgpu" })).rejects.toThrow(
    'webgpu, nvidia hopper: expected a device with the limits that the adapter has, received limits are too high. Close what else uses the GPU, or choose backend: "wasm".',
  );
});

test.each([
  [true, "expected a browser that has WebGPU, received none: there is no navigator.gpu."],
  [false, "expected a page from https: or localhost, as browsers demand, received one from another place."],
])("a page without WebGPU says so; secure: %s", async (isSecureContext, message) => {
  vi.stubGlobal("process", undefined);
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("isSecureContext", isSecureContext);
  await expect(findAdapter()).rejects.toThrow(message);
});
