import { afterEach, expect, test, vi } from "vitest";
import { openDevice } from "./open.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  Reflect.deleteProperty(process, "permission");
});

test("without WebAssembly, the error names the backend that does without it", async () => {
  vi.stubGlobal("WebAssembly", undefined);
  await expect(openDevice()).rejects.toThrow(
    'the engine: expected WebAssembly, received a platform without it. Run Node.js without --jitless, or choose backend: "reference", which is slow.',
  );
  const device = await openDevice({ backend: "reference" });
  expect(device.description).toBe("reference, float64");
  await device.close();
});

test("where Node.js may start no workers, the calling thread computes", async () => {
  Object.defineProperty(process, "permission", { configurable: true, value: { has: () => false } });
  const device = await openDevice({ threads: 2 });
  expect(device.description).toMatch(/^wasm, 1 thread, /);
  await device.close();
});

test.each([{ wasm: { winograd: false } }, { winograd: false }, { winograd: true, wasm: { winograd: false } }])(
  "options of one backend are given under its name, or beside the others: %o",
  async (options) => {
    const device = await openDevice({ threads: 0, ...options });
    expect(device.description).toMatch(/direct convolutions$/);
    await device.close();
  },
);

test("an unknown backend is refused, and an unknown option of one", async () => {
  await expect(openDevice({ backend: "wsam" as "wasm" })).rejects.toThrow(
    'device: backend: expected one of wasm, webgpu, reference, auto, received "wsam". Did you mean wasm?',
  );
  await expect(openDevice({ wasm: { winogard: false } as object })).rejects.toThrow(
    "device: wasm: expected { relaxedSimd, winograd }, each true or false, received ",
  );
});
