import { describe, expect, test } from "vitest";
import { readInputs } from "./read-inputs.ts";

const read = (given: unknown) => readInputs("predict", given, [2, 3]);
const six = [1, 2, 3, 4, 5, 6];

describe("inputs of predictions", () => {
  test.each<[string, unknown, number]>([
    ["a batch", { shape: [1, 2, 3], data: six }, 1],
    ["one sample without the batch", { shape: [2, 3], data: six }, 1],
    ["bytes", { shape: [2, 2, 3], data: new Uint8ClampedArray(12) }, 2],
    ["an empty batch", { shape: [0, 2, 3], data: [] }, 0],
  ])("can be %s", (_, given, count) => {
    expect(read(given).count).toBe(count);
  });

  test.each<[string, unknown, string]>([
    ["nothing", undefined, "predict: expected inputs [batch, 2, 3] as { shape, data }, received undefined."],
    ["null", null, "received null."],
    ["a number", 5, "received 5."],
    ["a text", "six", 'received "six".'],
    ["no data", { shape: [1, 2, 3] }, 'received {"shape":[1,2,3]}.'],
    ["no shape", { data: six }, 'received {"data":[1,2,3,4,5,6]}.'],
    ["a shape of texts", { shape: ["1", 2, 3], data: six }, "as { shape, data }"],
    ["half a row", { shape: [1.5, 2, 3], data: [...six, 7, 8, 9] }, "as { shape, data }"],
    ["too few numbers", { shape: [1, 2, 3], data: [1] }, "received [1, 2, 3] with 1 numbers."],
    [
      "numbers without a shape",
      Float32Array.from([...six, ...six]),
      "received 12 numbers without a shape. Give { shape: [2, 2, 3], data: numbers }, row by row.",
    ],
    ["a list that is no whole rows", [1, 2, 3, 4], "received 4 numbers without a shape. Give { shape: [batch, 2, 3]"],
    [
      "nested lists",
      [six, six],
      "received lists in a list of 2. Give { shape: [batch, 2, 3], data: lists.flat(Infinity) }",
    ],
    [
      "a part of a dataset",
      { inputs: { shape: [1, 2, 3], data: six }, targets: {} },
      "Give their inputs: samples.inputs.",
    ],
    [
      "NaN",
      { shape: [2, 2, 3], data: [...six, 1, 2, 3, 4, Number.NaN, 6] },
      "predict: inputs: expected finite numbers, received NaN at index 10, in sample 1, feature 4.",
    ],
    ["infinity", { shape: [1, 2, 3], data: [1, 2, 3, 4, 5, Infinity] }, "received Infinity at index 5"],
    [
      "what is infinite in 32 bits",
      { shape: [1, 2, 3], data: Float64Array.of(1, 1e300, 3, 4, 5, 6) },
      "received 1e+300 at index 1",
    ],
    ["a gap", { shape: [1, 2, 3], data: [1, null, 3, 4, 5, 6] }, "received null at index 1"],
    ["a text among numbers", { shape: [1, 2, 3], data: [1, 2, "3", 4, 5, 6] }, 'received "3" at index 2'],
    ["a hole", { shape: [1, 2, 3], data: Object.assign(new Array(6), [1]) }, "received undefined at index 1"],
    ["big integers", { shape: [1, 2, 3], data: BigInt64Array.of(1n, 2n, 3n, 4n, 5n, 6n) }, "received 1n at index 0"],
    ["bytes without a kind", new DataView(new ArrayBuffer(6)), "as { shape, data }"],
  ])("are refused as %s, in words", (_, given, message) => {
    expect(() => read(given)).toThrow(message);
    expect(() => read(given)).toThrow(expect.objectContaining({ name: "EvenkeelError", kind: "usage" }));
  });
});
