import { describe, expect, test } from "vitest";
import { arrays } from "../arrays.ts";
import { checkIndices } from "./check-indices.ts";
import { checkTargets } from "./check-targets.ts";

const inputs = [[1], [2], [3]];
const binary = { name: "binaryCrossEntropy", targets: { least: 0, most: 1 } };
const shares = { name: "klDivergence", targets: { least: 0, most: 1, rowsAddUpTo: 1 } };

describe("checkTargets", () => {
  test("takes 0, 1 and what lies between", () => {
    checkTargets(arrays({ inputs, targets: [0, 0.25, 1] }), binary);
    checkTargets(arrays({ inputs, labels: [0, 1, 1] }), binary);
    checkTargets(arrays({ inputs, targets: [-7, 9, 1e30] }), { name: "meanSquaredError" });
  });

  test.each([
    [
      { inputs, labels: [0, 1, 2] },
      /train.targets: expected numbers from 0 to 1 for binaryCrossEntropy, received 2 at index 2\. For 3 classes/,
    ],
    [{ inputs, targets: [-1, 1, -1] }, /received -1 at index 0\. Use 0 instead of −1/],
    [{ inputs, targets: [0, 1, 1.5] }, /received 1.5 at index 2/],
  ])("refuses %o", (source, message) => {
    expect(() => checkTargets(arrays(source), binary)).toThrow(message);
  });

  test("looks at the parts that are held out", () => {
    const held = { validation: { inputs: [[1]], targets: [3] } };
    expect(() => checkTargets(arrays({ inputs, targets: [0, 1, 1] }, held), binary)).toThrow(
      /arrays.validation.targets/,
    );
  });

  test("demands rows that add up to one, rounded to two digits at worst", () => {
    checkTargets(
      arrays({
        inputs,
        targets: [
          [0.33, 0.33, 0.33],
          [1, 0, 0],
          [0.5, 0.25, 0.25],
        ],
      }),
      shares,
    );
    expect(() =>
      checkTargets(
        arrays({
          inputs,
          targets: [
            [1, 0],
            [0.4, 0.6],
            [0.7, 0.7],
          ],
        }),
        shares,
      ),
    ).toThrow(/rows that add up to 1, .* received 1.4 in row 2/);
  });
});

describe("checkIndices", () => {
  test("takes whole numbers below the number of rows, and looks at no others where there is no table", () => {
    checkIndices(arrays({ inputs: [[0], [4]], labels: [0, 1] }), { below: 5 });
    checkIndices(arrays({ inputs: [[0.5], [9]], labels: [0, 1] }), undefined);
  });

  test.each([5, -1, 0.5])("refuses %d, by its place", (bad) => {
    expect(() => checkIndices(arrays({ inputs: [[0], [bad]], labels: [0, 1] }), { below: 5 })).toThrow(
      `arrays.train.inputs: expected whole numbers from 0 to 4, the rows of the embedding, received ${bad} at index 1.`,
    );
  });
});
