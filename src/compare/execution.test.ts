import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { openExecution } from "./execution.ts";
import type { PreparedVariant } from "./prepared-variant.ts";

test("closes what it would have executed by, if the folder cannot be had", async () => {
  let closed = 0;
  const executor = { close: async () => void closed++ } as never;
  const checkpoint = fileURLToPath(import.meta.url); // a file
  const options = {
    executor,
    checkpoint,
    engine: { backend: "wasm", said: "wasm, one thread a run" },
    onProgress() {},
    seconds: () => 0,
  } as const;
  await expect(openExecution({ ...options, variants: [] as PreparedVariant[] })).rejects.toThrow();
  expect(closed).toBe(1);
});
