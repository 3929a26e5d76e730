import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BackendPair, errors, normals, withGradients } from "../../../../test/compare-backends.ts";
import { withoutGpu } from "../../../../test/software-gpu.ts";
import type { Shape } from "../../../graph/shape.ts";
import type { Tensor } from "../../../graph/tensor.ts";

let pair: BackendPair;
beforeAll(async () => {
  if (withoutGpu === undefined) pair = await BackendPair.open({ backend: "webgpu" });
});
afterAll(() => pair?.close());

interface Case {
  name: string;
  image: Shape;
  kernel: Shape;
  options?: Parameters<Tensor["conv2d"]>[1];
}

/** What each form of a convolution and of its gradients is for. */
const CASES: readonly Case[] = [
  { name: "1 × 1, one image", image: [1, 9, 7, 12], kernel: [1, 1, 12, 8] },
  { name: "1 × 1 in strides", image: [3, 9, 7, 12], kernel: [1, 1, 12, 20], options: { stride: [2, 2] } },
  { name: "channels by fours", image: [2, 10, 10, 16], kernel: [3, 3, 16, 16] },
  { name: "odd channels", image: [2, 9, 8, 5], kernel: [3, 3, 5, 7] },
  { name: "5 × 5 of one channel", image: [2, 12, 12, 1], kernel: [5, 5, 1, 12] },
  { name: "7 × 7 in strides of two", image: [2, 17, 17, 3], kernel: [7, 7, 3, 16], options: { stride: [2, 2] } },
  { name: "dilated in groups", image: [2, 12, 11, 8], kernel: [3, 3, 4, 24], options: { groups: 2, dilation: [2, 3] } },
  { name: "each channel a group, by fours", image: [3, 9, 9, 8], kernel: [3, 3, 1, 8], options: { groups: 8 } },
  {
    name: "each channel a group, odd, in strides",
    image: [3, 9, 9, 7],
    kernel: [5, 5, 1, 7],
    options: { groups: 7, stride: [2, 2] },
  },
  { name: "two outputs a group", image: [2, 8, 8, 6], kernel: [3, 3, 1, 12], options: { groups: 6 } },
  { name: "more channels than a workgroup sums", image: [2, 5, 5, 70], kernel: [3, 3, 1, 70], options: { groups: 70 } },
  { name: "shares of the batch that are not equal", image: [19, 5, 5, 4], kernel: [3, 3, 4, 8] },
  {
    name: "many parts of a large batch, of which the last ones are shorter",
    image: [75, 14, 14, 3],
    kernel: [3, 3, 3, 8],
  },
  {
    name: "many parts of a large batch, in thin groups",
    image: [75, 14, 14, 4],
    kernel: [3, 3, 1, 4],
    options: { groups: 4 },
  },
  {
    name: "shares that are not equal, in thin groups",
    image: [19, 5, 5, 4],
    kernel: [3, 3, 1, 4],
    options: { groups: 4 },
  },
];

describe.skipIf(withoutGpu !== undefined)("a convolution on a GPU and both gradients", () => {
  test.each(CASES)("$name", async ({ image, kernel, options }) => {
    const { trace, args } = withGradients((x, w) => x.conv2d(w, options), [normals(image), normals(kernel, 2)]);
    const { tested, reference } = await pair.compute(trace, args);
    for (const [output, error] of Object.entries(errors(tested, reference))) expect(error, output).toBeLessThan(2e-6);
  });
});
