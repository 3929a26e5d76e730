import { describe, expect, test } from "vitest";
import { BACKENDS } from "../../../test/backends.ts";
import { testLayers } from "../../../test/layer-cases.ts";
import { compileLayer } from "../../predict/compile-layer.ts";
import { embedColumns } from "./embed-columns.ts";

testLayers({
  embedColumns: [
    [embedColumns([{ at: 1, vocabulary: 4, dimension: 3 }]), [2, 3]],
    [
      embedColumns([
        { at: 2, vocabulary: 3, dimension: 2 },
        { at: 0, vocabulary: 5, dimension: 1 },
      ]),
      [3, 3],
    ],
    [embedColumns([{ at: 0, vocabulary: 2, dimension: 4 }]), [0, 1]],
  ],
});

describe.each(BACKENDS)("%s", (backend) => {
  test("category numbers become rows, in place; what is none of them is the last row; gradients are added up", async () => {
    const layer = embedColumns([{ at: 1, vocabulary: 3, dimension: 2 }]);
    const compiled = await compileLayer(layer, { input: [5, 3], backend });
    compiled.parameters.table1 = { shape: [3, 2], data: [1, 2, 3, 4, 5, 6] };
    const { output, inputGradient, parameterGradients } = await compiled.backward(
      { shape: [5, 3], data: [7, 0, 8, 7, 1, 8, 7, 2, 8, 7, 3, 8, 7, 0.5, 8] },
      { shape: [5, 4], data: Array.from({ length: 20 }, (_, i) => i) },
    );
    expect(output.shape).toEqual([5, 4]);
    expect(Array.from(output.data)).toEqual([7, 1, 2, 8, 7, 3, 4, 8, 7, 5, 6, 8, 7, 5, 6, 8, 7, 5, 6, 8]);
    expect(Array.from(parameterGradients.table1.data)).toEqual([1, 2, 5, 6, 9 + 13 + 17, 10 + 14 + 18]);
    expect(Array.from(inputGradient.data)).toEqual([0, 0, 3, 4, 0, 7, 8, 0, 11, 12, 0, 15, 16, 0, 19]);
    await compiled.close();
  });
});

test.each<[string, () => unknown, string]>([
  ["no column", () => embedColumns([]), "embedColumns: columns: expected a list of at least one { at, vocabulary"],
  [
    "a place that is no feature",
    () => embedColumns([{ at: 3, vocabulary: 4, dimension: 2 }]).build([3]),
    "embedColumns: columns: expected places from 0 to 2, one for each feature, received 3.",
  ],
  [
    "a place twice",
    () =>
      embedColumns([
        { at: 1, vocabulary: 4, dimension: 2 },
        { at: 1, vocabulary: 4, dimension: 2 },
      ]).build([3]),
    "embedColumns: columns: expected each place once, received 1, 1.",
  ],
  [
    "images",
    () => embedColumns([{ at: 0, vocabulary: 4, dimension: 2 }]).build([2, 2, 1]),
    "embedColumns: expected input [batch, features], received [batch, 2, 2, 1]. Add flatten() before it.",
  ],
])("refuses %s", (_, make, message) => {
  expect(make).toThrow(message);
});
