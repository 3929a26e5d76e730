import { expect, test } from "vitest";
import { sequential } from "../sequential.ts";
import { averagePool2d, batchNorm, conv2d, dense, flatten, maxPool2d, relu, reshape, residual } from "./index.ts";

test.each([
  ["valid", 28, 3, 1, 26],
  ["valid", 28, 5, 2, 12],
  ["same", 28, 3, 1, 28],
  ["same", 28, 3, 2, 14],
  ["same", 7, 2, 3, 3],
  [1, 28, 3, 2, 14],
  [2, 5, 5, 1, 5],
] as const)("conv2d with padding %s of %d pixels by %d, stride %d: %d", (padding, pixels, size, stride, places) => {
  const { outputShape } = conv2d(6, size, { padding, stride }).build([pixels, pixels, 1]);
  expect(outputShape).toEqual([places, places, 6]);
});

test("conv2d tells initialisers how many inputs and outputs meet", () => {
  const { parameters } = conv2d(8, 3, { groups: 2 }).build([5, 5, 4]);
  expect(parameters.kernel).toMatchObject({ shape: [3, 3, 2, 8], fanIn: 18, fanOut: 36 });
});

test.each<[string, () => unknown, string]>([
  [
    "dense after an image",
    () => dense(10).build([28, 28, 1]),
    "dense: expected input [batch, features], received [batch, 28, 28, 1]. Add flatten() before it.",
  ],
  [
    "conv2d after features",
    () => conv2d(3, 3).build([784]),
    "conv2d: expected input [batch, height, width, channels], received [batch, 784]. " +
      "Images have a height, a width and channels; it belongs before flatten().",
  ],
  [
    "conv2d of a grey image without channels",
    () => conv2d(3, 3).build([28, 28]),
    "conv2d: expected input [batch, height, width, channels], received [batch, 28, 28]. " +
      "Add reshape([28, 28, 1]) before it: a grey image has one channel.",
  ],
  [
    "a kernel larger than the image",
    () => conv2d(3, 5).build([4, 9, 1]),
    "conv2d: expected an image of at least 5 × 5 for a kernel of 5, received [4, 9, 1]. " +
      'Use padding: "same", or a smaller kernel.',
  ],
  [
    "groups that do not divide",
    () => conv2d(4, 3, { groups: 3 }).build([9, 9, 3]),
    "conv2d: groups: expected a divisor of the input channels and of the filters, " +
      "received 3 groups, 3 channels, 4 filters.",
  ],
  [
    "a pool larger than the image",
    () => maxPool2d(3).build([2, 2, 1]),
    "maxPool2d: expected an image of at least 3 × 3, received [2, 2, 1]. Pool less often, or with a smaller window.",
  ],
  [
    "a pool with nothing but padding",
    () => averagePool2d(2, { padding: 2 }).build([4, 4, 1]),
    "averagePool2d: padding: expected at most half the size, 1, received 2.",
  ],
  [
    "another count of numbers",
    () => reshape([28, 28]).build([783]),
    "reshape: expected an input of 784 numbers for [28, 28], received [783].",
  ],
  [
    "a block that changes the shape beside an identity",
    () => residual(conv2d(4, 3, { stride: 2, padding: 1 })).build([8, 8, 2]),
    "residual: shortcut: expected the shape of the block's output, [4, 4, 4], received [8, 8, 2]. " +
      'Use shortcut: "pad", or a layer that changes the shape as the block does.',
  ],
  [
    "a shortcut of another shape than the block's",
    () => residual(dense(4), { shortcut: dense(3) }).build([2]),
    "residual: shortcut: expected the shape of the block's output, [4], received [3].",
  ],
  [
    "a block to which no padded shortcut fits",
    () => residual(conv2d(1, 3), { shortcut: "pad" }).build([8, 8, 2]),
    'residual: shortcut: expected a block to which "pad" fits, of output ' +
      "[⌈height / stride⌉, ⌈width / stride⌉, at least 2], received [8, 8, 2] → [6, 6, 1].",
  ],
  [
    "a padded shortcut of features",
    () => residual(dense(4), { shortcut: "pad" }).build([2]),
    "residual: expected input [batch, height, width, channels], received [batch, 2].",
  ],
  [
    "a positional option too many",
    () => (dense as unknown as (...args: unknown[]) => unknown)(10, 5),
    "dense: expected options by name, as { … }, received 5.",
  ],
  ["no size", () => dense(), "dense: expected units, a whole number of at least 1, received none."],
])("refuses %s", (_, make, message) => {
  expect(make).toThrow(message);
});

test("layers of a sequence are named by their place", () => {
  const { parameters, state, outputShape } = sequential([
    flatten(),
    dense(4),
    batchNorm(),
    sequential([dense(2)]),
  ]).build([2, 3, 1]);
  expect(outputShape).toEqual([2]);
  expect(Object.keys(parameters)).toEqual([
    "1.dense/kernel",
    "1.dense/bias",
    "2.batchNorm/scale",
    "2.batchNorm/shift",
    "3.sequential/0.dense/kernel",
    "3.sequential/0.dense/bias",
  ]);
  expect(Object.keys(state)).toEqual(["2.batchNorm/mean", "2.batchNorm/variance"]);
});

test("both paths of a residual block have names", () => {
  const block = sequential([dense(3), batchNorm(), relu()]);
  const { parameters, state, outputShape } = residual(block, { shortcut: dense(3, { bias: false }) }).build([2]);
  expect(outputShape).toEqual([3]);
  expect(Object.keys(parameters)).toEqual([
    "block/0.dense/kernel",
    "block/0.dense/bias",
    "block/1.batchNorm/scale",
    "block/1.batchNorm/shift",
    "shortcut/kernel",
  ]);
  expect(Object.keys(state)).toEqual(["block/1.batchNorm/mean", "block/1.batchNorm/variance"]);
});
