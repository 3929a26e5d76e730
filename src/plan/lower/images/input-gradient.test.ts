import { expect, test } from "vitest";
import { BackendPair, normals, relativeError, withGradients } from "../../../../test/compare-backends.ts";
import { gradients } from "../../../autodiff/backward.ts";
import type { Pair } from "../../../graph/primitives.ts";
import { createProgram } from "../../../graph/program.ts";
import { type Shape, sizeOf } from "../../../graph/shape.ts";
import { input, type Tensor } from "../../../graph/tensor.ts";
import { withoutSweeps } from "../../kernel.ts";
import { makePlan } from "../../make-plan.ts";
import type { PlanOptions } from "../../plan-options.ts";
import { fitsFull } from "./winograd.ts";

interface Case {
  image: Shape;
  kernel: Shape;
  pad: readonly [before: number, after: number];
  stride: readonly [number, number];
  groups?: number;
  dilation?: readonly [number, number];
}

const CASES: Case[] = [
  { image: [3, 8, 8, 8], kernel: [3, 3, 8, 16], pad: [1, 1], stride: [2, 2] },
  { image: [3, 8, 8, 8], kernel: [3, 3, 8, 16], pad: [0, 1], stride: [2, 2] },
  { image: [2, 9, 7, 3], kernel: [3, 3, 3, 5], pad: [0, 0], stride: [2, 2] },
  { image: [2, 9, 8, 4], kernel: [1, 1, 4, 8], pad: [0, 0], stride: [2, 2] },
  { image: [2, 12, 11, 8], kernel: [5, 5, 8, 8], pad: [2, 2], stride: [2, 2] },
  { image: [1, 14, 13, 3], kernel: [7, 7, 3, 6], pad: [3, 3], stride: [2, 2] },
  { image: [2, 11, 10, 4], kernel: [3, 2, 4, 4], pad: [1, 2], stride: [3, 2] },
  { image: [2, 9, 9, 4], kernel: [3, 3, 4, 4], pad: [1, 1], stride: [1, 2] },
  { image: [2, 9, 9, 4], kernel: [2, 2, 4, 4], pad: [0, 0], stride: [4, 3] },
  { image: [2, 8, 8, 8], kernel: [3, 3, 2, 8], pad: [1, 1], stride: [2, 2], groups: 4 },
  { image: [2, 2, 2, 4], kernel: [2, 2, 4, 4], pad: [0, 0], stride: [3, 3] },
  // Of each channel on its own, with one output or several, in rows of one stretch and of many; some pixels reach nothing.
  { image: [2, 24, 27, 11], kernel: [3, 3, 1, 11], pad: [1, 1], stride: [1, 1], groups: 11 },
  { image: [2, 29, 51, 9], kernel: [3, 3, 1, 9], pad: [1, 1], stride: [2, 2], groups: 9 },
  { image: [3, 12, 40, 8], kernel: [3, 3, 1, 8], pad: [0, 1], stride: [2, 2], groups: 8 },
  { image: [1, 23, 34, 5], kernel: [5, 5, 1, 5], pad: [2, 2], stride: [2, 2], groups: 5 },
  { image: [2, 9, 33, 4], kernel: [2, 9, 1, 4], pad: [0, 0], stride: [3, 1], groups: 4 },
  { image: [2, 13, 40, 4], kernel: [2, 2, 1, 4], pad: [1, 0], stride: [4, 17], groups: 4 },
  { image: [2, 17, 31, 6], kernel: [3, 3, 1, 6], pad: [2, 2], stride: [2, 3], dilation: [2, 2], groups: 6 },
  { image: [2, 17, 31, 6], kernel: [4, 3, 1, 6], pad: [1, 1], stride: [4, 2], dilation: [2, 3], groups: 6 },
  { image: [2, 24, 27, 11], kernel: [3, 3, 1, 22], pad: [1, 1], stride: [1, 1], groups: 11 },
  { image: [2, 25, 26, 7], kernel: [3, 3, 1, 21], pad: [1, 1], stride: [2, 2], groups: 7 },
  { image: [2, 13, 26, 6], kernel: [3, 3, 1, 24], pad: [1, 1], stride: [1, 2], groups: 6 },
  { image: [1, 12, 13, 9], kernel: [5, 3, 1, 63], pad: [1, 1], stride: [2, 1], groups: 9 },
  { image: [1, 12, 13, 5], kernel: [3, 3, 1, 40], pad: [1, 1], stride: [2, 2], groups: 5 },
  { image: [1, 12, 13, 5], kernel: [3, 3, 1, 45], pad: [1, 1], stride: [2, 2], groups: 5 },
  // In Winograd's form: of whole images and of padded ones, with 4 n, 4 n + 1, … rows, and with too many to do at once.
  { image: [3, 13, 14, 16], kernel: [3, 3, 16, 24], pad: [0, 0], stride: [1, 1] },
  { image: [9, 5, 3, 8], kernel: [3, 3, 8, 8], pad: [0, 0], stride: [1, 1] },
  { image: [2, 11, 12, 8], kernel: [3, 3, 8, 16], pad: [1, 1], stride: [1, 1] },
  { image: [2, 9, 10, 8], kernel: [3, 3, 8, 16], pad: [0, 1], stride: [1, 1] },
  { image: [2, 4, 7, 8], kernel: [3, 3, 8, 16], pad: [2, 2], stride: [1, 1] },
  { image: [3, 20, 20, 56], kernel: [3, 3, 56, 8], pad: [0, 0], stride: [1, 1] },
  { image: [1, 40, 35, 8], kernel: [3, 3, 8, 8], pad: [1, 1], stride: [1, 1] },
  // By tiles of 5: of padded and of whole images, and with too many to do at once.
  { image: [3, 14, 14, 32], kernel: [3, 3, 32, 32], pad: [1, 1], stride: [1, 1] },
  { image: [2, 15, 17, 32], kernel: [3, 3, 32, 32], pad: [0, 0], stride: [1, 1] },
  { image: [3, 16, 12, 32], kernel: [3, 3, 32, 32], pad: [0, 0], stride: [1, 1] },
  { image: [1, 45, 45, 32], kernel: [3, 3, 32, 32], pad: [1, 1], stride: [1, 1] },
];

const traced = ({ pad: [before, after], stride, groups = 1, dilation = [1, 1] }: Case) => {
  const around = (by: number) => [0, by, by, 0];
  return (image: Tensor, kernel: Tensor) =>
    image.pad(around(before), around(after)).conv2d(kernel, { stride, groups, dilation });
};

test.each(CASES)("the input gradient of %j is that of the reference", async (given) => {
  const pair = await BackendPair.open();
  try {
    const { trace, args } = withGradients(traced(given), [normals(given.image, 1), normals(given.kernel, 2)]);
    const { tested, reference } = await pair.compute(trace, args);
    // Of 5×5 taps one phase has 3×3, which take Winograd's form.
    expect(relativeError(tested["gradient 0"], reference["gradient 0"])).toBeLessThan(5e-6);
  } finally {
    await pair.close();
  }
});

test("through a stride no more is multiplied than forward", () => {
  const [given] = CASES;
  const [image, kernel] = [input("image", given.image), input("kernel", given.kernel)];
  const output = traced(given)(image, kernel);
  const products = (value: Tensor) =>
    withoutSweeps(makePlan(createProgram({ value })).phases.flat()).reduce((sum, one) => {
      if (one.kind !== "convolution") return sum;
      return sum + one.batch * sizeOf(one.out) * one.outputs * sizeOf(one.kernel) * one.channels;
    }, 0);
  const [gradient] = gradients(output, [image], input("dy", output.shape));
  expect(products(gradient)).toBe(products(output));
});

test("of each channel on its own it is one kernel, without copies; where a backend has none, convolutions", () => {
  const [image, kernel] = [input("image", [2, 14, 14, 8]), input("kernel", [3, 3, 1, 8])];
  const output = image.pad([0, 1, 1, 0], [0, 1, 1, 0]).conv2d(kernel, { stride: [2, 2], groups: 8 });
  const [value] = gradients(output, [image], input("dy", output.shape));
  const kinds = (options: PlanOptions) =>
    withoutSweeps(makePlan(createProgram({ value }), options).phases.flat()).map(({ kind }) => kind);
  expect(kinds({}).filter((kind) => kind !== "map")).toEqual(["inputGradient"]);
  expect(kinds({ depthwise: false })).not.toContain("inputGradient");
  expect(kinds({ depthwise: false }).filter((kind) => kind === "convolution")).toHaveLength(4);
});

test.each<[Pair, Pair, Pair, number, boolean]>([
  [[13, 13], [0, 0], [11, 11], 128, true],
  [[13, 13], [1, 1], [13, 13], 128, true],
  [[12, 12], [2, 2], [14, 14], 128, false], // 16 tiles of the gradients, 9 of what is computed
  [[40, 40], [1, 1], [40, 40], 128, false], // as many tiles, and many
  [[50, 50], [0, 0], [48, 48], 128, true], // 144 tiles in place of 169
  [[70, 70], [0, 0], [68, 68], 128, false], // more than are transformed at once
  [[13, 13], [0, 0], [10, 11], 128, false], // a row that no output reached
  [[13, 13], [3, 0], [14, 11], 128, false],
  // Where tiles of 5 may be taken:
  [[13, 13], [0, 0], [11, 11], 32, true], // 9 tiles of 4 in place of 9 of 5
  [[14, 14], [1, 1], [14, 14], 32, true], // 9 of 5 each
  [[15, 15], [0, 0], [13, 13], 32, true], // 9 of 5 each, and no copy
])(
  "%j from %j on of gradients %j with %d channels take their tiles: %j",
  (out, start, gradient, channels, expected) => {
    const one = [1, 1] as const;
    const sizes = {
      batch: 1,
      kernel: [3, 3] as const,
      stride: one,
      dilation: one,
      groups: 1,
      channels,
      outputs: channels,
    };
    expect(fitsFull({ ...sizes, out }, start, gradient)).toBe(expected);
  },
);
