import { describe, expect, test } from "vitest";
import { gradients } from "../../autodiff/backward.ts";
import { createProgram } from "../../graph/program.ts";
import { input, iota, type Tensor } from "../../graph/tensor.ts";
import { checkIndices } from "./check-indices.ts";

const MOST = 2 ** 24;
const check = (value: Tensor) => () => checkIndices(createProgram({ value }));
const table = input("table", [MOST + 1, 1]);
const rows = input("rows", [2, 1]);

describe("indices beyond what float32 counts exactly", () => {
  test.each<[string, () => Tensor, RegExp]>([
    ["an axis that is numbered", () => iota([MOST + 1], 0), /^iota: expected an axis .* of at most 16,777,216/],
    ["the place of a maximum", () => input("x", [MOST + 1]).argMax(), /^argMax: expected a reduction of at most/],
    ["over several axes", () => input("x", [2 ** 13, 2 ** 11 + 1]).argMax(), /received 16,785,408/],
    [
      "the gradient of a maximum",
      () => {
        const x = input("x", [MOST + 1]);
        return gradients(x.max(), [x])[0];
      },
      /expected .* of at most 16,777,216/,
    ],
    [
      "rows by computed numbers",
      () => table.gather(input("at", [2])),
      /Feed the indices as an input stored as "uint32"/,
    ],
    ["sums by computed rows", () => rows.scatterAdd(input("at", [2]), MOST + 1), /^scatterAdd: expected a table/],
  ])("are refused: %s", (_, trace, message) => {
    expect(check(trace())).toThrow(message);
  });

  test.each<[string, () => Tensor]>([
    ["as many as are exact", () => iota([MOST], 0).add(input("x", [MOST]).argMax())],
    ["many rows of few each", () => input("x", [MOST + 1, 2]).argMax(1)],
    ["rows by whole numbers as they are stored", () => table.gather(input("at", [2], "uint32").reshape([2, 1]))],
    ["sums by such", () => rows.scatterAdd(input("at", [2], "int32"), MOST + 1)],
  ])("are taken: %s", (_, trace) => {
    expect(check(trace())).not.toThrow();
  });
});
