import { describe, expect, test } from "vitest";
import { EvenkeelError } from "../../errors.ts";
import type { Dataset, Samples } from "../dataset.ts";
import { checkDataset } from "./check-dataset.ts";

function samples(count: number, features = 2): Samples {
  return {
    inputs: { shape: [count, features], data: new Float32Array(count * features) },
    targets: { shape: [count], data: new Uint8Array(count) },
  };
}

function dataset(parts: Partial<Dataset> = {}): Dataset {
  return { name: "digits", train: samples(3), test: samples(2), classes: ["0", "1"], ...parts };
}

function errorOf(broken: Dataset): EvenkeelError {
  try {
    checkDataset(broken);
  } catch (error) {
    if (error instanceof EvenkeelError) return error;
  }
  throw new Error("no usage error was thrown");
}

describe("checkDataset", () => {
  test("accepts a sound dataset, with class numbers or with real targets", () => {
    checkDataset(dataset());
    const real = { ...samples(3), targets: { shape: [3, 1], data: Float64Array.of(0.5, -2, 7) } };
    checkDataset({ name: "waves", train: real, validation: real });
  });

  test("calls a dataset without a name data", () => {
    const { name: _, ...unnamed } = dataset({ train: samples(0) });
    expect(errorOf(unnamed as Dataset).message).toMatch(/^data\.train: expected at least one sample/);
  });

  test.each<[string, Partial<Dataset>, string, RegExp]>([
    ["an empty part", { test: samples(0) }, "digits.test", /expected at least one sample, received none/],
    [
      "data that do not fill the shape",
      { train: { ...samples(3), inputs: { shape: [3, 2], data: new Uint8Array(5) } } },
      "digits.train.inputs",
      /expected 6 numbers for the shape \[3, 2\], received 5\. Give/,
    ],
    [
      "a shape that is none",
      { train: { ...samples(3), inputs: { shape: [-1, 2], data: new Uint8Array(0) } } },
      "digits.train.inputs.shape",
      /received \[-1, 2\]/,
    ],
    [
      "another count of targets",
      { train: { ...samples(3), targets: { shape: [2], data: new Uint8Array(2) } } },
      "digits.train.targets",
      /expected 3 targets, one for each input, received 2/,
    ],
    [
      "parts of different shapes",
      { test: samples(2, 4) },
      "digits.test.inputs",
      /expected the shape of the training set, \[n, 2\], received \[n, 4\]/,
    ],
    [
      "parts of different targets",
      { test: { ...samples(2), targets: { shape: [2, 2], data: new Uint8Array(4) } } },
      "digits.test.targets",
      /training set, \[n\], received \[n, 2\]/,
    ],
    [
      "a label outside the classes",
      { train: { ...samples(3), targets: { shape: [3], data: Uint8Array.of(0, 1, 2) } } },
      "digits.train.targets",
      /expected whole class numbers from 0 to 1, received 2 at index 2\. Number the classes from 0/,
    ],
    [
      "an input that is not finite",
      { train: { ...samples(1), inputs: { shape: [1, 2], data: Float32Array.of(1, Number.NaN) } } },
      "digits.train.inputs",
      /expected finite numbers, received NaN at index 1/,
    ],
    [
      "a target that is not finite",
      { train: { ...samples(1), targets: { shape: [1, 1], data: Float64Array.of(-Infinity) } } },
      "digits.train.targets",
      /received -Infinity at index 0/,
    ],
  ])("refuses %s", (_, parts, where, message) => {
    const error = errorOf(dataset(parts));
    expect(error.kind).toBe("usage");
    expect(error.where).toBe(where);
    expect(error.message).toMatch(message);
  });
});
