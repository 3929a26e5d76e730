import { expect, test } from "vitest";
import { testLayers } from "../../../test/layer-cases.ts";
import { type Shape, sizeOf } from "../../graph/shape.ts";
import type { Layer } from "../layer.ts";
import { conv2d } from "./conv2d.ts";
import { depthwiseConv2d } from "./depthwise-conv2d.ts";
import { inception } from "./inception.ts";

testLayers({
  conv2d: [
    [conv2d(3, 3), [1, 4, 5, 2]],
    [conv2d(2, 3, { padding: "same", stride: 2, bias: false }), [2, 4, 5, 1]],
    [conv2d(4, 2, { padding: 1, dilation: 2, groups: 2 }), [1, 3, 3, 2]],
    [conv2d(1, 1), [1, 1, 1, 1]],
  ],
  depthwiseConv2d: [
    [depthwiseConv2d(3), [2, 4, 5, 2]],
    [depthwiseConv2d(2, { multiplier: 3, stride: 2, padding: "same", bias: false }), [1, 4, 5, 2]],
    [depthwiseConv2d({ kernelSize: 2, dilation: 2, padding: 1 }), [0, 3, 3, 1]],
  ],
  inception: [
    [small({}), [2, 3, 4, 2]],
    [small({ norm: "batch" }), [1, 3, 3, 1]],
    [small({ norm: "weight" }), [1, 2, 2, 1]],
    [small({}), [0, 3, 3, 2]],
  ],
});

function small(options: Parameters<typeof inception>[0] & object): Layer {
  return inception({ conv1: 2, reduce3: 1, conv3: 2, reduce5: 1, conv5: 1, pool: 1, ...options });
}

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

test.each<[string, () => unknown, string]>([
  [
    "conv2d after features",
    () => conv2d(3, 3).build([784]),
    "conv2d: expected input [batch, height, width, channels], received [batch, 784]. " +
      "Images have a height, a width and channels; put the layer before flatten().",
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
    "depthwise convolution of features",
    () => depthwiseConv2d(3).build([4]),
    "depthwiseConv2d: expected input [batch, height, width, channels], received [batch, 4].",
  ],
])("refuses %s", (_, make, message) => {
  expect(make).toThrow(message);
});
