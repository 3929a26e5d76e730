import { expect, test } from "vitest";
import { matches } from "./parameter-patterns.ts";

const NAMES = [
  "0.conv2d/kernel",
  "1.batchNorm/scale",
  "3.residual/block/0.conv2d/kernel",
  "3.residual/block/0.conv2d/bias",
  "10.dense/kernel",
];

test.each([
  ["kernel", [0, 2, 4]],
  ["conv2d", [0, 2, 3]],
  ["0.conv2d", [0, 2, 3]],
  ["conv2d/kernel", [0, 2]],
  ["3.residual", [2, 3]],
  ["residual/block/conv2d", [2, 3]],
  ["0.dense", []],
  ["dense/bias", []],
  ["ker", []],
  ["ker*", [0, 2, 4]],
  ["*Norm/s*", [1]],
  ["*", [0, 1, 2, 3, 4]],
  ["block/*/bias", [3]],
  ["10.*", [4]],
  ["conv.d", []],
  [
    ["scale", "dense"],
    [1, 4],
  ],
] as const)("%s", (patterns, places) => {
  expect(NAMES.flatMap((name, i) => (matches(patterns, name) ? [i] : []))).toEqual(places);
});
