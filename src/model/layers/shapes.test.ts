import { expect, test } from "vitest";
import { type Shape, sizeOf } from "../../graph/shape.ts";
import type { Layer } from "../layer.ts";
import { sequential } from "../sequential.ts";
import * as layers from "./index.ts";

const { averagePool2d, batchNorm, conv2d, dense, depthwiseConv2d, embedding, flatten, groupNorm } = layers;
const { inception, instanceNorm, maxPool2d, parallel, relu, reshape, residual, weightNorm } = layers;

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

test("conv2d tells initializers how many inputs and outputs meet", () => {
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
    "conv2d of a gray image without channels",
    () => conv2d(3, 3).build([28, 28]),
    "conv2d: expected input [batch, height, width, channels], received [batch, 28, 28]. " +
      "Add reshape([28, 28, 1]) before it: a gray image has one channel.",
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
    "groups of channels that do not divide",
    () => groupNorm(3).build([5, 5, 4]),
    "groupNorm: groups: expected a divisor of the 4 channels, received 3.",
  ],
  [
    "instance normalization of features",
    () => instanceNorm().build([4]),
    "instanceNorm: expected input [batch, height, width, channels], received [batch, 4].",
  ],
  [
    "depthwise convolution of features",
    () => depthwiseConv2d(3).build([4]),
    "depthwiseConv2d: expected input [batch, height, width, channels], received [batch, 4].",
  ],
  [
    "branches of two sizes",
    () => parallel([conv2d(2, 1), conv2d(3, 3)]).build([5, 5, 1]),
    "parallel: branches: expected outputs like the first branch's, [5, 5, 2], but for the channels, " +
      'received [3, 3, 3]. Use padding: "same" and one stride in all branches.',
  ],
  ["no branches", () => parallel([]), "parallel: branches: expected a list of at least one layer, received []."],
  [
    "weight normalization of a layer without kernels",
    () => weightNorm(sequential([relu(), batchNorm()])).build([4]),
    "weightNorm: layer: expected a layer with kernels, such as dense or conv2d, received sequential.",
  ],
  [
    "an embedding without a dimension",
    // @ts-expect-error: the dimension is missing
    () => embedding({ vocabulary: 5 }),
    "embedding: expected dimension, a whole number of at least 1, received none.",
  ],
  [
    "a positional option too many",
    () => (dense as unknown as (...args: unknown[]) => unknown)(10, 5),
    "dense: expected options by name, as { … }, received 5.",
  ],
  [
    "no size",
    // @ts-expect-error: units are missing
    () => dense(),
    "dense: expected units, a whole number of at least 1, received none.",
  ],
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

test("weight normalization names what a kernel is made of beside the other parameters, at any depth", () => {
  const model = weightNorm(sequential([dense(4), batchNorm(), residual(dense(4, { bias: false }))]));
  const { parameters, state } = sequential([model]).build([3]);
  expect(Object.keys(parameters)).toEqual([
    "0.weightNorm/0.dense/kernel/length",
    "0.weightNorm/0.dense/kernel/direction",
    "0.weightNorm/0.dense/bias",
    "0.weightNorm/1.batchNorm/scale",
    "0.weightNorm/1.batchNorm/shift",
    "0.weightNorm/2.residual/block/kernel/length",
    "0.weightNorm/2.residual/block/kernel/direction",
  ]);
  expect(Object.keys(state)).toEqual(["0.weightNorm/1.batchNorm/mean", "0.weightNorm/1.batchNorm/variance"]);
  expect(parameters["0.weightNorm/0.dense/kernel/length"].shape).toEqual([4]);
  expect(parameters["0.weightNorm/0.dense/kernel/direction"].shape).toEqual([3, 4]);
});

test("a depthwise convolution has a kernel for each channel", () => {
  const { parameters, outputShape } = depthwiseConv2d(3, { multiplier: 2 }).build([6, 5, 4]);
  expect(parameters.kernel).toMatchObject({ shape: [3, 3, 1, 8], fanIn: 9, fanOut: 18 });
  expect(outputShape).toEqual([4, 3, 8]);
});

/** Table 1 of Szegedy et al. 2015: image, filters of the six convolutions, output channels. */
test.each([
  ["3a", [28, 28, 192], [64, 96, 128, 16, 32, 32], 256],
  ["3b", [28, 28, 256], [128, 128, 192, 32, 96, 64], 480],
  ["4a", [14, 14, 480], [192, 96, 208, 16, 48, 64], 512],
  ["4b", [14, 14, 512], [160, 112, 224, 24, 64, 64], 512],
  ["4c", [14, 14, 512], [128, 128, 256, 24, 64, 64], 512],
  ["4d", [14, 14, 512], [112, 144, 288, 32, 64, 64], 528],
  ["4e", [14, 14, 528], [256, 160, 320, 32, 128, 128], 832],
  ["5a", [7, 7, 832], [256, 160, 320, 32, 128, 128], 832],
  ["5b", [7, 7, 832], [384, 192, 384, 48, 128, 128], 1024],
])(
  "inception %s has the channels of GoogLeNet",
  (_, image, [conv1, reduce3, conv3, reduce5, conv5, pool], channels) => {
    const { outputShape } = inception({ conv1, reduce3, conv3, reduce5, conv5, pool }).build(image);
    expect(outputShape).toEqual([image[0], image[1], channels]);
  },
);

/** From 4a on the table's parameters do not follow from its filters. It counts 1024 of them as 1K. */
test("inception has the parameters of GoogLeNet's first two blocks: 159K and 380K", () => {
  const thousands = (block: Layer, image: Shape) =>
    Object.values(block.build(image).parameters).reduce((sum, { shape }) => sum + sizeOf(shape), 0) / 1024;
  const second = { conv1: 128, reduce3: 128, conv3: 192, reduce5: 32, conv5: 96, pool: 64 };
  expect(Math.abs(thousands(inception(), [28, 28, 192]) - 159)).toBeLessThan(1); // 159.9, cut
  expect(Math.abs(thousands(inception(second), [28, 28, 256]) - 380)).toBeLessThan(1); // 379.7, rounded
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
