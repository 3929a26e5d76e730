import { expect, test } from "vitest";
import { BackendPair, normals, relativeError, withGradients } from "../../../../test/compare-backends.ts";
import type { Pair } from "../../../graph/primitives.ts";
import type { Shape } from "../../../graph/shape.ts";
import type { Tensor } from "../../../graph/tensor.ts";
import { tileOf } from "./winograd.ts";

const sizes = (out: Pair, channels: number, outputs: number) => ({
  batch: 1,
  image: [out[0] + 2, out[1] + 2] as const,
  channels,
  kernel: [3, 3] as const,
  outputs,
  out,
  stride: [1, 1] as const,
  dilation: [1, 1] as const,
  groups: 1,
});

test.each([
  [5, 5],
  [8, 4], // 4 tiles of 36 products, or of 49
  [10, 5],
  [12, 4],
  [14, 5], // 16 tiles of 36, or 9 of 49
  [16, 4],
  [28, 4], // 49 tiles of 36, 36 of 49: as many products
  [32, 4],
  [56, 4],
])("%d outputs along each axis are tiled by %d", (out, tile) => {
  expect(tileOf(sizes([out, out], 32, 64))).toBe(tile);
});

test("tiles of 5 are not taken where transforms cost more than they save, or errors would be too large", () => {
  expect(tileOf(sizes([14, 14], 16, 16))).toBe(4);
  expect(tileOf(sizes([14, 14], 32, 64))).toBe(5);
  expect(tileOf(sizes([14, 14], 40, 64))).toBe(4);
});

test("other convolutions are not tiled", () => {
  const plain = sizes([14, 14], 32, 64);
  expect(tileOf({ ...plain, channels: 3 })).toBeUndefined();
  expect(tileOf({ ...plain, groups: 2 })).toBeUndefined();
  expect(tileOf({ ...plain, stride: [2, 1] })).toBeUndefined();
  expect(tileOf({ ...plain, kernel: [3, 5] })).toBeUndefined();
  expect(tileOf({ ...plain, out: [2, 14] })).toBeUndefined();
});

const CASES: { image: Shape; kernel: Shape; padding: number; tiles: (4 | 5)[] }[] = [
  { image: [9, 12, 12, 32], kernel: [3, 3, 32, 32], padding: 0, tiles: [5, 4] }, // 10×10, gradient 12×12
  { image: [3, 13, 15, 32], kernel: [3, 3, 32, 32], padding: 1, tiles: [5, 5] }, // the last tiles cut
  { image: [2, 5, 10, 32], kernel: [3, 3, 32, 32], padding: 1, tiles: [5, 5] },
  { image: [1, 10, 6, 16], kernel: [3, 3, 16, 24], padding: 0, tiles: [4, 4] },
  { image: [17, 28, 28, 8], kernel: [3, 3, 8, 8], padding: 1, tiles: [4, 4] }, // more rows than are transformed at once
];

test.each(CASES)("%j is that of the reference, with both gradients", async ({ image, kernel, padding, tiles }) => {
  const around = [0, padding, padding, 0];
  const trace = (x: Tensor, w: Tensor) => x.pad(around, around).conv2d(w);
  const out = [image[1], image[2]].map((extent) => extent + 2 * padding - 2) as [number, number];
  expect(tileOf(sizes(out, kernel[2], kernel[3]))).toBe(tiles[0]);
  expect(tileOf(sizes([image[1], image[2]], kernel[3], kernel[2]))).toBe(tiles[1]);
  const pair = await BackendPair.open();
  try {
    const { trace: traced, args } = withGradients(trace, [normals(image, 1), normals(kernel, 2)]);
    const { tested, reference } = await pair.compute(traced, args);
    for (const name of Object.keys(reference))
      expect(relativeError(tested[name], reference[name]), name).toBeLessThan(5e-6);
  } finally {
    await pair.close();
  }
});
