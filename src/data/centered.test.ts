import { expect, test } from "vitest";
import { centered } from "./centered.ts";

const START = 1.7e9; // seconds; float32 has steps of 128 there
const seconds = {
  inputs: { shape: [3, 1], data: Float64Array.of(START, START + 1, START + 2) },
  targets: { shape: [3], data: new Uint8Array(3) },
};
const scale = { subtract: START + 1, multiply: 0.5 };

test("what all inputs have in common is taken off in float64", () => {
  const parts = centered({ data: { train: seconds, test: seconds }, scale });
  expect(parts.data.train?.inputs.data).toEqual(Float32Array.of(-1, 0, 1));
  expect(parts.data.test?.inputs.data).toEqual(Float32Array.of(-1, 0, 1));
  expect(parts.scale).toEqual({ subtract: 0, multiply: 0.5 });
  expect(parts.data).not.toHaveProperty("validation");
  expect(seconds.inputs.data[0]).toBe(START);
});

test("whole numbers of 32 bits too, which a device reads as float32", () => {
  const inputs = { shape: [2, 1], data: Int32Array.of(START, START + 3) };
  const { data } = centered({ data: { train: { ...seconds, inputs } }, scale: { subtract: START, multiply: 1 } });
  expect(data.train?.inputs.data).toEqual(Float32Array.of(0, 3));
});

test("bytes, inputs that are augmented, and inputs without an offset stay as they are", () => {
  const bytes = { ...seconds, inputs: { shape: [3, 1], data: Uint8Array.of(1, 2, 3) } };
  for (const parts of [
    { data: { train: bytes }, scale },
    { data: { train: seconds }, scale, augment: {} },
    { data: { train: seconds }, scale: { subtract: 0, multiply: 2 } },
  ])
    expect(centered(parts)).toBe(parts);
});

test("a scale for each feature is applied altogether, to bytes too", () => {
  const byFeature = { subtract: [START, 1], multiply: [0.5, 2] };
  const inputs = { shape: [2, 2], data: Float64Array.of(START, 1, START + 4, 2) };
  const parts = centered({ data: { train: { ...seconds, inputs } }, scale: byFeature });
  expect(parts.data.train?.inputs).toEqual({ shape: [2, 2], data: Float32Array.of(0, 0, 2, 2) });
  expect(parts.scale).toEqual({ subtract: 0, multiply: 1 });
  const bytes = { ...seconds, inputs: { shape: [2, 2], data: Uint8Array.of(1, 2, 3, 4) } };
  const scale = { subtract: [1, 2], multiply: [0.5, 2] };
  expect(centered({ data: { train: bytes }, scale }).data.train?.inputs.data).toEqual(Float32Array.of(0, 0, 1, 4));
  const augmented = { data: { train: bytes }, scale, augment: {} };
  expect(centered(augmented)).toBe(augmented); // the device scales what was augmented
});
