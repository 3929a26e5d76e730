import { describe, expect, test } from "vitest";
import { arrays } from "../arrays.ts";
import type { NumberArray } from "../dataset.ts";
import { inputRange } from "../input-range.ts";
import { standardize } from "../scaling/standardize.ts";
import { hintsAbout, hintsAboutInputs } from "./hints.ts";

const of = (data: NumberArray, labels = [0, 1, 0, 1]) =>
  arrays({ inputs: { shape: [4, data.length / 4], data }, labels, classes: 2 });
const pixels = Float32Array.of(0, 255, 17, 3, 90, 128, 254, 1);

describe("hintsAbout", () => {
  test("says that pixels of 0 to 255 are not scaled unless they are bytes", () => {
    expect(hintsAbout(of(pixels), undefined, ["dense"])).toEqual([
      "Inputs range from 0 to 255 and are not scaled. If they are pixels, give them as a Uint8Array, which is scaled to [0, 1], or set scaling: scaleToUnit().",
    ]);
    expect(hintsAbout(of(Uint8Array.from(pixels)), undefined, ["dense"])).toEqual([]);
    expect(hintsAbout(of(pixels), "none", ["dense"])).toEqual([]);
    expect(hintsAbout(of(pixels), standardize(), ["dense"])).toEqual([]);
    expect(hintsAbout(of(pixels), undefined, ["batchNorm"])).toEqual([]);
    expect(hintsAbout(of(pixels), undefined, ["embedding"])).toEqual([]);
    expect(hintsAbout(of(pixels.map((x) => x / 255)), undefined, ["dense"])).toEqual([]);
  });

  test("says that large inputs are not scaled", () => {
    expect(hintsAbout(of(Float32Array.of(-5400, 3.5, 2, 1)), undefined, ["dense"])).toEqual([
      expect.stringMatching(/^Inputs range from -5400 to 3\.5 and are not scaled: .*standardize\(\)/),
    ]);
  });

  test("says that float32 has lost what tells times in seconds apart", () => {
    const times = Float32Array.of(1.7e9, 1.7e9 + 128, 1.7e9, 1.7e9 + 256);
    expect(hintsAbout(of(times), standardize(), ["dense"])).toEqual([expect.stringMatching(/steps of 128 there/)]);
    expect(hintsAbout(of(Float64Array.from(times)), standardize(), ["dense"])).toEqual([]);
  });

  test("says which classes have no training samples, and how many of the other sets are of these", () => {
    const lacking = { ...of(new Float32Array(4), [0, 0, 0, 0]), test: of(new Float32Array(4)).train };
    expect(hintsAbout(lacking, undefined, ["dense"])).toEqual([
      "None of the 4 training samples is of class 1. 2 samples of the validation and test sets are of these classes.",
    ]);
  });
});

describe("hintsAbout classes", () => {
  const many = Array.from({ length: 40 }, (_, i) => i);

  test("says that labels may be counted from 1", () => {
    const data = arrays({ inputs: [[0], [1], [2]], labels: [1, 2, 1] });
    expect(hintsAbout(data, undefined, ["dense"])).toEqual([
      "None of the 3 training samples is of class 0. If classes are numbered from 1, subtract 1 from every label.",
    ]);
  });

  test("says that quantities are read as classes", () => {
    const data = arrays({ inputs: many.map((x) => [x / 40]), labels: many.map((x) => `${x * 1.37}`) });
    expect(hintsAbout(data, undefined, ["dense"])).toEqual([
      "The labels are 40 different numbers, such as 0, 1.37, 2.74, each read as a class. If they are quantities, give them as targets.",
    ]);
    const whole = arrays({ inputs: many.map((x) => [x / 40]), labels: many.map((x) => `${x}.0`) });
    expect(hintsAbout(whole, undefined, ["dense"])).toEqual([]);
  });

  test("says that there is but one class", () => {
    expect(hintsAbout(arrays({ inputs: [[0], [1]], labels: ["yes", "yes"] }), undefined, ["dense"])).toEqual([
      "All samples are of one class, yes: there is nothing to learn.",
    ]);
  });
});

describe("hintsAboutInputs", () => {
  const bytes = inputRange(of(Uint8Array.from(pixels)).train);

  test("says that pixels were divided by 255 for a model that does it itself", () => {
    expect(bytes).toEqual([0, 255]);
    expect(hintsAboutInputs([0, 0.5, 1], bytes)).toEqual([
      "Inputs reach 1; training inputs reached 255. The model scales inputs itself: give them as they were in training, not divided by 255.",
    ]);
    expect(hintsAboutInputs([0, 1, 1], bytes)).toEqual([]); // a dark image
    expect(hintsAboutInputs([0, 0.5, 200], bytes)).toEqual([]);
  });

  test("says that pixels were not divided for a model that was trained on 0 to 1", () => {
    expect(hintsAboutInputs([0, 255], [0, 1])).toEqual([
      expect.stringMatching(/^Inputs reach 255; .* reached 1\. Use/),
    ]);
    expect(hintsAboutInputs([0, 3], [0, 1])).toEqual([]);
    expect(hintsAboutInputs([0, 255], undefined)).toEqual([]);
  });
});
