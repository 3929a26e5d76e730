import { describe, expect, test } from "vitest";
import { arrays } from "../arrays.ts";
import { hintsAboutTargets } from "./hints-about-targets.ts";

const inputs = [[0], [1], [2], [3]];
const squares = { name: "meanSquaredError", targetKind: "values", predictions: undefined } as const;
const classes = { name: "crossEntropy", targetKind: "classes", predictions: "softmax" } as const;

describe("hintsAboutTargets", () => {
  test.each([
    [
      "relu",
      [-2, -1, 0, 3],
      "Targets range from -2 to 3, but the model ends with relu(), whose outputs are never below 0.",
    ],
    [
      "sigmoid",
      [0, 1, 50, 100],
      "Targets range from 0 to 100, but the model ends with sigmoid(), whose outputs are never above 1.",
    ],
    ["tanh", [-3, 0, 0, 1], "whose outputs are never below -1."],
  ])("says of %s which targets it does not reach", (last, targets, text) => {
    expect(hintsAboutTargets(arrays({ inputs, targets }), squares, [last])).toEqual([expect.stringContaining(text)]);
  });

  test.each([
    ["relu", "at least 0"],
    ["sigmoid", "from 0 to 1"],
    ["tanh", "from -1 to 1"],
  ])("says that scores may be of any size, where %s ends the model", (last, span) => {
    expect(hintsAboutTargets(arrays({ inputs, labels: [0, 1, 2, 0] }), classes, [last])).toEqual([
      `The model ends with ${last}(), whose outputs are ${span}, but crossEntropy expects scores of any size. Leave it out.`,
    ]);
  });

  test("says that class numbers are read as quantities", () => {
    const data = arrays({ inputs, labels: [0, 1, 2, 0] });
    expect(hintsAboutTargets(data, squares, ["dense"])).toEqual([
      expect.stringMatching(/^meanSquaredError reads the numbers of the 3 classes as quantities\./),
    ]);
  });

  test("has nothing to say of what is usual", () => {
    expect(hintsAboutTargets(arrays({ inputs, targets: [0, 5, 9, 1] }), squares, ["relu"])).toEqual([]);
    expect(hintsAboutTargets(arrays({ inputs, targets: [0, 0.5, 1, 1] }), squares, ["sigmoid"])).toEqual([]);
    expect(hintsAboutTargets(arrays({ inputs, targets: [-50, 5, 9, 1] }), squares, ["dense"])).toEqual([]);
    expect(hintsAboutTargets(arrays({ inputs, labels: [0, 1, 1, 0] }), squares, ["dense"])).toEqual([]);
    expect(hintsAboutTargets(arrays({ inputs, labels: [0, 1, 2, 0] }), classes, ["dense"])).toEqual([]);
  });

  test("says that targets which are all the same teach nothing", () => {
    const [one, two] = [
      [7, 7, 7, 7],
      [
        [1, 2],
        [1, 2],
        [1, 2],
        [1, 2],
      ],
    ];
    const hints = (targets: number[] | number[][]) =>
      hintsAboutTargets(arrays({ inputs, targets }), squares, ["dense"]);
    expect(hints(one)).toEqual(["All training targets are 7: there is nothing to learn."]);
    expect(hints(two)).toEqual(["All training targets are the same for every sample: there is nothing to learn."]);
    expect(
      hints([
        [1, 7],
        [2, 7],
        [3, 7],
        [4, 7],
      ]),
    ).toEqual([]); // one that moves is there to learn
  });

  test("says which of several targets decides an error in their units", () => {
    const targets = [
      [0, 1e6],
      [0.001, 0],
      [0.003, 3],
      [0.002, 4],
    ];
    expect(hintsAboutTargets(arrays({ inputs, targets }), squares, ["dense"])).toEqual([
      expect.stringMatching(/^Target 1 \(counted from 0\) spans 1000000, target 0 0\.003: .* Look at r2/),
    ]);
  });
});
