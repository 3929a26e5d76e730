import { describe, expect, test } from "vitest";
import { testLayers } from "../../../test/layer-cases.ts";
import { batchNorm } from "./batch-norm.ts";
import { conv2d } from "./conv2d.ts";
import { dense } from "./dense.ts";
import { flatten } from "./flatten.ts";
import { parallel } from "./parallel.ts";
import { relu } from "./relu.ts";
import { residual } from "./residual.ts";
import { sequential } from "./sequential.ts";
import { tanh } from "./tanh.ts";

testLayers({
  sequential: [
    [sequential([dense(3), tanh(), batchNorm()]), [3, 2]],
    [sequential([conv2d(2, 2), flatten(), sequential([dense(2)])]), [2, 3, 3, 1]],
    [sequential([]), [1, 2]],
    [sequential({ layers: [dense(2)] }), [0, 3]],
  ],
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

describe("a layer that does not fit is named by its path", () => {
  test.each([
    [
      "the third of three convolutions", // 9 → 7 → 5 pixels, of which a kernel of 7 asks for 7
      () => sequential([conv2d(2, 3), relu(), conv2d(2, 3), relu(), conv2d(2, 7)]).build([9, 9, 1]),
      "4.conv2d: expected an image of at least 7 × 7 for a kernel of 7, received [5, 5, 2].",
    ],
    [
      "one option of it",
      () => sequential([relu(), conv2d(3, 3, { groups: 2 })]).build([9, 9, 2]),
      "1.conv2d: groups: expected a divisor of the input channels and of the filters",
    ],
    [
      "one within another",
      () => sequential([sequential([dense(3)])]).build([9, 9]),
      "0.sequential/0.dense: expected input",
    ],
    [
      "in a block",
      () => sequential([residual(sequential([dense(3)]))]).build([9, 9]),
      "0.residual/block/0.dense: expected",
    ],
    ["that is a block", () => residual(dense(3)).build([9, 9]), "block/dense: expected input [batch, features]"],
    ["in a branch", () => parallel([relu(), dense(3)]).build([9, 9]), "1.dense: expected input [batch, features]"],
  ])("%s", (_, work, message) => {
    expect(work).toThrow(message);
  });

  test("leaves errors of one's own layers as they are", () => {
    const broken = {
      ...relu(),
      build: () => {
        throw new RangeError("mine");
      },
    };
    expect(() => sequential([broken]).build([2])).toThrow(RangeError);
  });
});
