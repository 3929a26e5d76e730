import { describe, expect, test } from "vitest";
import { BACKENDS } from "../../../test/backends.ts";
import { outputOf, testLayers } from "../../../test/layer-cases.ts";
import { zeros } from "../initializers/zeros.ts";
import { batchNorm } from "./batch-norm.ts";
import { conv2d } from "./conv2d.ts";
import { dense } from "./dense.ts";
import { leakyRelu } from "./leaky-relu.ts";
import { parallel } from "./parallel.ts";
import { relu } from "./relu.ts";
import { residual } from "./residual.ts";
import { sequential } from "./sequential.ts";
import { tanh } from "./tanh.ts";

testLayers({
  parallel: [
    [parallel([conv2d(2, 1), conv2d(3, 3, { padding: "same" }), relu()]), [2, 3, 4, 2]],
    [parallel([dense(3), sequential([dense(2), batchNorm()])]), [4, 2]],
    [parallel([tanh()]), [0, 3]],
  ],
  residual: [
    [residual(sequential([dense(3), tanh(), dense(2)])), [3, 2]],
    [residual(conv2d(5, 3, { stride: 2, padding: 1 }), { shortcut: "pad" }), [2, 5, 4, 3]],
    [residual(conv2d(3, 3, { padding: 1 }), { shortcut: conv2d(3, 1, { bias: false }) }), [1, 1, 3, 2]],
    [residual(residual(batchNorm()), { shortcut: "pad" }), [4, 2]],
    [residual(relu()), [0, 3]],
  ],
});

describe.each(BACKENDS)("%s", (backend) => {
  test("branches stand in order along the channels", async () => {
    const branches = parallel([relu(), sequential([relu(), relu()]), leakyRelu(0.5)]);
    expect(await outputOf(backend, branches, [2, 2], [1, -2, 3, -4])).toEqual([1, 0, 1, 0, 1, -1, 3, 0, 3, 0, 3, -2]);
  });

  test("a padded shortcut keeps every other pixel, and new channels are 0", async () => {
    const block = conv2d(3, 1, { stride: 2, init: zeros() });
    const image = Array.from({ length: 9 }, (_, i) => i + 1);
    expect(await outputOf(backend, residual(block, { shortcut: "pad" }), [1, 3, 3, 1], image)).toEqual(
      [
        [1, 0, 0],
        [3, 0, 0],
        [7, 0, 0],
        [9, 0, 0],
      ].flat(),
    );
  });
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

test.each<[string, () => unknown, string]>([
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
    'residual: shortcut: expected a block that "pad" fits, with output ' +
      "[⌈height / stride⌉, ⌈width / stride⌉, at least 2], received [8, 8, 2] → [6, 6, 1].",
  ],
  [
    "a padded shortcut of features",
    () => residual(dense(4), { shortcut: "pad" }).build([2]),
    "residual: expected input [batch, height, width, channels], received [batch, 2].",
  ],
  [
    "branches of two sizes",
    () => parallel([conv2d(2, 1), conv2d(3, 3)]).build([5, 5, 1]),
    "parallel: branches: expected outputs like the first branch's, [5, 5, 2], except for the channels, " +
      'received [3, 3, 3]. Use padding: "same" and one stride in all branches.',
  ],
  ["no branches", () => parallel([]), "parallel: branches: expected a list of at least one layer, received []."],
])("refuses %s", (_, make, message) => {
  expect(make).toThrow(message);
});
