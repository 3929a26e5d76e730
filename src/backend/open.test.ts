import { afterEach, expect, test, vi } from "vitest";
import { openDevice } from "./open.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  Reflect.deleteProperty(process, "permission");
});

test("a platform without WebAssembly is told, and what computes without it", async () => {
  vi.stubGlobal("WebAssembly", undefined);
  await expect(openDevice()).rejects.toThrow(
    'the engine: expected WebAssembly, received a platform without it. Run Node.js without --jitless, or choose backend: "reference", which is slow.',
  );
  const device = await openDevice({ backend: "reference" });
  expect(device.precision).toBe("float64");
  await device.close();
});

test("where Node.js may start no workers, the calling thread computes", async () => {
  Object.defineProperty(process, "permission", { configurable: true, value: { has: () => false } });
  const device = await openDevice({ threads: 2 });
  expect(device.description).toMatch(/^wasm, 1 thread, /);
  await device.close();
});
