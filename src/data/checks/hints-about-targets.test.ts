import { describe, expect, it } from "vitest";
import { arrays } from "../arrays.ts";
import { hintsAboutTargets } from "./hints-about-targets.ts";

const inputs = [[0], [1], [2], [3]];
const squares = { name: "meanSquaredError", targetKind: "values", predictions: undefined } as const;
const classes = { name: "crossEntropy", targetKind: "classes", predictions: "softmax" } as const;

describe("hintsAboutTargets", () => {
  it.each([
    ["relu", [-2, -1, 0, 3], "Targets run from -2 to 3, and the model ends with relu(), which gives nothing below 0."],
    [
      "sigmoid",
      [0, 1, 50, 100],
      "Targets run from 0 to 100, and the model ends with sigmoid(), which gives nothing above 1.",
    ],
    ["tanh", [-3, 0, 0, 1], "which gives nothing below -1."],
  ])("says of %s which targets it does not reach", (last, targets, text) => {
    expect(hintsAboutTargets(arrays({ inputs, targets }), squares, [last])).toEqual([expect.stringContaining(text)]);
  });

  it.each([
    ["relu", "nothing below 0"],
    ["sigmoid", "nothing but 0 to 1"],
    ["tanh", "nothing but -1 to 1"],
  ])("says that scores may be of any size, where %s ends the model", (last, span) => {
    expect(hintsAboutTargets(arrays({ inputs, labels: [0, 1, 2, 0] }), classes, [last])).toEqual([
      `The model ends with ${last}(), which gives ${span}, but crossEntropy takes scores of any size. Leave it out.`,
    ]);
  });

  it("says that class numbers are taken for quantities", () => {
    const data = arrays({ inputs, labels: [0, 1, 2, 0] });
    expect(hintsAboutTargets(data, squares, ["dense"])).toEqual([
      expect.stringMatching(/^meanSquaredError takes the numbers of the 3 classes for quantities\./),
    ]);
  });

  it("has nothing to say of what is usual", () => {
    expect(hintsAboutTargets(arrays({ inputs, targets: [0, 5, 9, 1] }), squares, ["relu"])).toEqual([]);
    expect(hintsAboutTargets(arrays({ inputs, targets: [0, 0.5, 1, 1] }), squares, ["sigmoid"])).toEqual([]);
    expect(hintsAboutTargets(arrays({ inputs, targets: [-50, 5, 9, 1] }), squares, ["dense"])).toEqual([]);
    expect(hintsAboutTargets(arrays({ inputs, labels: [0, 1, 1, 0] }), squares, ["dense"])).toEqual([]);
    expect(hintsAboutTargets(arrays({ inputs, labels: [0, 1, 2, 0] }), classes, ["dense"])).toEqual([]);
  });
});
