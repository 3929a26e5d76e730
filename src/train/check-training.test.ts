import { describe, expect, it } from "vitest";
import type { Dataset } from "../data/dataset.ts";
import { dense } from "../model/layers/dense.ts";
import { relu } from "../model/layers/relu.ts";
import { sigmoid } from "../model/layers/sigmoid.ts";
import { softmax } from "../model/layers/softmax.ts";
import { binaryCrossEntropy } from "../model/losses/binary-cross-entropy.ts";
import { crossEntropy } from "../model/losses/cross-entropy.ts";
import { meanSquaredError } from "../model/losses/mean-squared-error.ts";
import { sequential } from "../model/sequential.ts";
import { checkEnding, checkOutputs } from "./check-training.ts";

function labelled(labels: number[], classes?: string[]): Dataset {
  const n = labels.length;
  return {
    name: "points",
    train: {
      inputs: { shape: [n, 1], data: new Float32Array(n) },
      targets: { shape: [n], data: Int32Array.from(labels) },
    },
    ...(classes === undefined ? {} : { classes }),
  };
}

describe("labels and outputs", () => {
  it("refuses a label that no output stands for, also without names of classes", () => {
    expect(() => checkOutputs(labelled([0, 1, 7]), crossEntropy(), [2])).toThrow(
      "points.train.targets: expected whole class numbers from 0 to 1, received 7 at index 2.",
    );
    expect(() => checkOutputs(labelled([0, -1]), crossEntropy(), [2])).toThrow("received -1 at index 1");
    expect(() => checkOutputs(labelled([0, 1, 1]), crossEntropy(), [2])).not.toThrow();
  });

  it("refuses such a label in the validation and test parts too", () => {
    const data = { ...labelled([0, 1]), test: labelled([0, 2]).train };
    expect(() => checkOutputs(data, crossEntropy(), [2])).toThrow("points.test.targets: expected whole class numbers");
  });

  it("tells labels that are counted from 1", () => {
    const names = Array.from({ length: 11 }, (_, i) => `${i}`); // as arrays() names them, up to the largest label
    const from1 = labelled([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], names);
    expect(() => checkOutputs(from1, crossEntropy(), [10])).toThrow(
      "points.train.targets: expected labels that begin at 0, for the 10 outputs of the model, received 1 as the lowest of them. " +
        "Subtract 1 from every label.",
    );
    expect(() => checkOutputs(from1, crossEntropy(), [11])).not.toThrow();
    expect(() => checkOutputs(labelled([0, 2], ["a", "b", "c"]), crossEntropy(), [2])).toThrow(
      "End the model with dense(3).",
    );
  });

  it("tells one-hot targets from other real ones", () => {
    const real = (data: number[]): Dataset => ({
      name: "points",
      train: {
        inputs: { shape: [2, 1], data: new Float32Array(2) },
        targets: { shape: [2, 2], data: Float32Array.from(data) },
      },
    });
    expect(() => checkOutputs(real([1, 0, 0, 1]), crossEntropy(), [2])).toThrow("These look one-hot");
    expect(() => checkOutputs(real([1, 0, 1, 1]), crossEntropy(), [2])).toThrow(
      "Give labels, or choose a loss of real targets",
    );
    expect(() => checkOutputs(real([1, 0, 0, 1]), meanSquaredError(), [2])).not.toThrow();
  });
});

describe("the last layer and the loss", () => {
  it("refuses probabilities for a loss that takes logits, also of layers within layers", () => {
    const message =
      "train: model: expected outputs before the softmax, for crossEntropy takes it by itself, received softmax() as the last layer.";
    expect(() => checkEnding(sequential([dense(2), softmax()]), crossEntropy())).toThrow(message);
    expect(() => checkEnding(sequential([dense(2), sequential([relu(), softmax()])]), crossEntropy())).toThrow(message);
    expect(() => checkEnding(softmax(), crossEntropy())).toThrow(message);
    expect(() => checkEnding(sequential([dense(1), sigmoid()]), binaryCrossEntropy())).toThrow("Leave sigmoid() out");
  });

  it("lets every other end be", () => {
    for (const model of [
      sequential([]),
      sequential([softmax(), dense(2)]),
      dense(2),
      sequential([dense(2), sigmoid()]),
    ])
      expect(() => checkEnding(model, crossEntropy())).not.toThrow();
    expect(() => checkEnding(sequential([dense(2), softmax()]), meanSquaredError())).not.toThrow();
    expect(() => checkEnding(sequential([dense(1), sigmoid()]), meanSquaredError())).not.toThrow();
  });
});
