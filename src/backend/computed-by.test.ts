import { expect, test } from "vitest";
import { allComputedBy } from "./all-computed-by.ts";
import { computedBy } from "./computed-by.ts";
import { engineOf } from "./engine-of.ts";

test("the bits depend on the kind of engine, and of GPUs on which one it is; of several the last one goes on", () => {
  expect(engineOf("wasm, 2 threads, relaxed SIMD (auto: webgpu, a card was lost)")).toBe("wasm");
  expect(engineOf("webgpu, a card (auto: a step takes 2 ms, on wasm, 2 threads 5 ms)")).toBe("webgpu, a card");
  expect(engineOf("webgpu, a card (auto: a step takes 2 ms, on wasm 5 ms), then wasm, 1 thread")).toBe("wasm");
  expect(engineOf("wasm, 1 thread, then webgpu, a card")).toBe("webgpu, a card");
});

test("work that goes on as it was is computed by what computes it now; other work by one after another", () => {
  const card = "webgpu, a card (auto: a step takes 2 ms, on wasm 5 ms)";
  expect(computedBy(undefined, card)).toBe(card);
  const unknown = computedBy("unknown", "reference");
  expect(unknown).toBe("an unknown backend, then reference");
  expect(computedBy(unknown, "reference, float64")).toBe("an unknown backend, then reference, float64");
  expect(computedBy("wasm, 2 threads", "wasm, 8 threads")).toBe("wasm, 8 threads");
  expect(computedBy("webgpu, a card", card)).toBe(card);
  const both = computedBy(card, "wasm, 2 threads");
  expect(both).toBe(`${card}, then wasm, 2 threads`);
  expect(computedBy(both, "wasm, 3 threads")).toBe(`${card}, then wasm, 3 threads`);
  expect(computedBy(both, "webgpu, another card")).toBe(`${card}, then wasm, 2 threads, then webgpu, another card`);
});

test("of several works each engine is named once, with why it was taken", () => {
  const card = "webgpu, a card (auto: a step takes 2 ms, on wasm 5 ms)";
  expect(allComputedBy(undefined, card)).toBe(card);
  expect(allComputedBy(card, "webgpu, a card")).toBe(card);
  const both = allComputedBy(card, "webgpu, a card, then webgpu, another card");
  expect(both).toBe(`${card}, then webgpu, another card`);
  expect(allComputedBy(both, "webgpu, a card, then wasm, 1 thread")).toBe(`${both}, then wasm, 1 thread`);
});
