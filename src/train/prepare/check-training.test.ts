import { describe, expect, test } from "vitest";
import type { Dataset } from "../../data/dataset.ts";
import { dense } from "../../model/layers/dense.ts";
import { dropout } from "../../model/layers/dropout.ts";
import { flatten } from "../../model/layers/flatten.ts";
import { parallel } from "../../model/layers/parallel.ts";
import { relu } from "../../model/layers/relu.ts";
import { reshape } from "../../model/layers/reshape.ts";
import { residual } from "../../model/layers/residual.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { sigmoid } from "../../model/layers/sigmoid.ts";
import { softmax } from "../../model/layers/softmax.ts";
import { binaryCrossEntropy } from "../../model/losses/binary-cross-entropy.ts";
import { crossEntropy } from "../../model/losses/cross-entropy.ts";
import { meanSquaredError } from "../../model/losses/mean-squared-error.ts";
import { defineOptimizer } from "../../optimize/optimizer.ts";
import { chain } from "../../optimize/optimizers/chain.ts";
import { lookahead } from "../../optimize/optimizers/lookahead.ts";
import { normalizedSgd } from "../../optimize/optimizers/normalized-sgd.ts";
import { sam } from "../../optimize/optimizers/sam.ts";
import { sgd } from "../../optimize/optimizers/sgd.ts";
import { defineTransform } from "../../optimize/transform.ts";
import { accumulate } from "../../optimize/transforms/accumulate.ts";
import { clipByGlobalNorm } from "../../optimize/transforms/clip-by-global-norm.ts";
import { l2 } from "../../optimize/transforms/l2.ts";
import { checkMoves } from "./check-moves.ts";
import { checkEnding, checkOutputs, checkParameters } from "./check-training.ts";

function labeled(labels: number[], classes?: string[]): Dataset {
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
  test("refuses a label that no output stands for, also without names of classes", () => {
    expect(() => checkOutputs(labeled([0, 1, 7]), crossEntropy(), [2])).toThrow(
      "points.train.targets: expected whole class numbers from 0 to 1, received 7 at index 2.",
    );
    expect(() => checkOutputs(labeled([0, -1]), crossEntropy(), [2])).toThrow("received -1 at index 1");
    expect(() => checkOutputs(labeled([0, 1, 1]), crossEntropy(), [2])).not.toThrow();
  });

  test("refuses such a label in the validation and test parts too", () => {
    const data = { ...labeled([0, 1]), test: labeled([0, 2]).train };
    expect(() => checkOutputs(data, crossEntropy(), [2])).toThrow("points.test.targets: expected whole class numbers");
  });

  test("tells labels that are counted from 1", () => {
    const names = Array.from({ length: 11 }, (_, i) => `${i}`); // as arrays() names them, up to the largest label
    const from1 = labeled([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], names);
    expect(() => checkOutputs(from1, crossEntropy(), [10])).toThrow(
      "points.train.targets: expected labels that begin at 0, for the 10 outputs of the model, received 1 as the lowest of them. " +
        "Subtract 1 from every label.",
    );
    expect(() => checkOutputs(from1, crossEntropy(), [11])).not.toThrow();
    expect(() => checkOutputs(labeled([0, 2], ["a", "b", "c"]), crossEntropy(), [2])).toThrow(
      "End the model with dense(3).",
    );
  });

  test("tells one-hot targets from other real ones", () => {
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
  test("refuses probabilities for a loss that takes logits, also of layers within layers", () => {
    const message =
      "train: model: expected outputs before the softmax, which crossEntropy applies itself, received softmax() as the last layer.";
    expect(() => checkEnding(sequential([dense(2), softmax()]), crossEntropy(), [2])).toThrow(message);
    expect(() => checkEnding(sequential([dense(2), sequential([relu(), softmax()])]), crossEntropy(), [2])).toThrow(
      message,
    );
    expect(() => checkEnding(softmax(), crossEntropy(), [2])).toThrow(message);
    expect(() => checkEnding(sequential([dense(1), sigmoid()]), binaryCrossEntropy(), [2])).toThrow(
      "Leave sigmoid() out",
    );
  });

  test.each([
    ["of another shape", sequential([dense(2), softmax(), flatten(), reshape([2])])],
    ["under masks", sequential([dense(2), softmax(), dropout(0.5)])],
    ["side by side", parallel([sequential([dense(1), relu()]), sequential([dense(2), softmax()])])],
    ["added to the input", sequential([dense(2), residual(sequential([dense(2), softmax()]))])],
  ])("refuses probabilities %s", (_, model) => {
    expect(() => checkEnding(model, crossEntropy(), [2])).toThrow("Leave softmax() out");
  });

  test("refuses the softmax of one output, whatever the loss", () => {
    expect(() => checkEnding(sequential([dense(1), softmax()]), meanSquaredError(), [1])).toThrow(
      "expected at least 2 outputs for softmax(), received 1",
    );
  });

  test("lets every other end be", () => {
    for (const model of [
      sequential([]),
      sequential([softmax(), dense(2)]),
      dense(2),
      sequential([residual(sequential([dense(2), softmax()])), dense(2)]),
      sequential([dense(2), sigmoid()]),
    ])
      expect(() => checkEnding(model, crossEntropy(), [2])).not.toThrow();
    expect(() => checkEnding(sequential([dense(2), softmax()]), meanSquaredError(), [2])).not.toThrow();
    expect(() => checkEnding(sequential([dense(1), sigmoid()]), meanSquaredError(), [2])).not.toThrow();
  });
});

describe("what moves the weights", () => {
  const model = dense(2).build([3]);
  const about = { summary: "", source: "", options: {} };
  const stands = defineOptimizer({ ...about, name: "stands", update: ({ param }) => ({ param }) });
  const falls = defineTransform({
    ...about,
    name: "falls",
    update: ({ params, grads }) => ({
      params: Object.fromEntries(Object.entries(params).map(([name, w]) => [name, w.sub(grads[name])])),
    }),
  });

  test.each([clipByGlobalNorm(1), l2(0.1), accumulate(2), chain(), chain(chain(clipByGlobalNorm(1)), l2(0.1))])(
    "refuses %o alone",
    (optimizer) => {
      expect(() => checkMoves(model, optimizer, { totalSteps: 4 })).toThrow(
        "train: optimizer: expected an optimizer that moves the weights",
      );
    },
  );

  test("refuses a wrapper around no optimizer", () => {
    for (const wrapper of [lookahead(clipByGlobalNorm(1)), sam(l2(0.1))])
      expect(() => checkMoves(model, wrapper, {})).toThrow(`Put an optimizer into it: ${wrapper.name}(adam()).`);
  });

  test.each([chain(clipByGlobalNorm(1), sgd()), lookahead(sgd()), normalizedSgd(), stands(), chain(l2(0.1), falls())])(
    "lets %o be",
    (optimizer) => {
      expect(() => checkMoves(model, optimizer, {})).not.toThrow();
    },
  );

  test("refuses a model in which there is nothing to train", () => {
    expect(() => checkParameters(sequential([relu(), flatten()]).build([3]))).toThrow(
      "train: model: expected a layer with parameters to train, received none.",
    );
  });
});
