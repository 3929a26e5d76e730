import { expect, test } from "vitest";
import { testLayers } from "../../../test/layer-cases.ts";
import { flatten } from "./flatten.ts";
import { reshape } from "./reshape.ts";

testLayers({
  flatten: [
    [flatten(), [2, 3, 2, 1]],
    [flatten(), [1, 1]],
    [flatten(), [0, 2, 2]],
  ],
  reshape: [
    [reshape([2, 3]), [2, 6]],
    [reshape([1]), [1, 1, 1]],
    [reshape([4]), [0, 2, 2]],
  ],
});

test.each<[string, () => unknown, string]>([
  [
    "another count of numbers",
    () => reshape([28, 28]).build([783]),
    "reshape: expected an input of 784 numbers for [28, 28], received [783].",
  ],
])("refuses %s", (_, make, message) => {
  expect(make).toThrow(message);
});
