import { expect, test } from "vitest";
import { partsOf } from "./parts-of.ts";

test.each([
  ["the gradient of a first layer's kernel", { batch: 1, m: 27, n: 16, k: 131_072 }, 64],
  ["the gradient of a kernel of 32 channels, 16 × 16", { batch: 1, m: 288, n: 32, k: 32_768 }, 16],
  ["the gradient of a kernel of 64 channels, 8 × 8", { batch: 1, m: 576, n: 64, k: 8192 }, 4],
  ["few results and a very long sum", { batch: 1, m: 64, n: 64, k: 65_536 }, 32],
  ["many results, but so long that rounding grows", { batch: 1, m: 576, n: 64, k: 100_352 }, 8],
  ["many results", { batch: 1, m: 1024, n: 1024, k: 4096 }, 1],
  ["a short sum", { batch: 1, m: 128, n: 10, k: 256 }, 1],
  ["nothing", { batch: 0, m: 0, n: 0, k: 0 }, 1],
])("%s, %o, in %d parts", (_, product, parts) => {
  expect(partsOf(product)).toBe(parts);
});
