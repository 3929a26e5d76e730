import { describe, expect, test } from "vitest";
import { arrays } from "../data/arrays.ts";
import { constant } from "../model/initializers/constant.ts";
import { zeros } from "../model/initializers/zeros.ts";
import { dense } from "../model/layers/dense.ts";
import { sequential } from "../model/layers/sequential.ts";
import { binaryCrossEntropy } from "../model/losses/binary-cross-entropy.ts";
import { crossEntropy } from "../model/losses/cross-entropy.ts";
import { hinge } from "../model/losses/hinge.ts";
import { sgd } from "../optimize/optimizers/sgd.ts";
import { train } from "./train.ts";
import type { TrainOptions } from "./train-options.ts";

const ten = Array.from({ length: 10 }, (_, i) => [i / 10]);
const three = arrays({ inputs: ten, labels: ["a", "a", "a", "b", "b", "c", "c", "c", "c", "c"] });
const two = arrays({ inputs: ten, labels: ["no", "no", "no", "no", "no", "no", "no", "no", "yes", "yes"] });
const model = (outputs: number) => sequential([dense(outputs, { init: zeros() })]);
const options: TrainOptions = { threads: 0, epochs: 3, batchSize: 10, optimizer: sgd({ learningRate: 0.5 }) };
const weightsOf = async (classWeights: TrainOptions["classWeights"], data = three, outputs = 3) =>
  (await train(model(outputs), data, { ...options, epochs: 1, classWeights })).config.loss.values;

describe("weights of classes", () => {
  test("balanced: n / (classes · count)", async () => {
    // scikit-learn 1.2.1: compute_class_weight("balanced", classes=[0, 1, 2], y=[0, 0, 0, 1, 1, 2, 2, 2, 2, 2])
    const balanced = [1.1111111111111112, 1.6666666666666667, 0.6666666666666666];
    const { classWeights } = (await weightsOf("balanced")) as { classWeights: number[] };
    classWeights.forEach((weight, i) => {
      expect(weight).toBeCloseTo(balanced[i], 14);
    });
  });

  test("by name, others 1; or in the order of the classes", async () => {
    expect(await weightsOf({ b: 4 })).toMatchObject({ classWeights: [1, 4, 1] });
    expect(await weightsOf([1, 2, 0])).toMatchObject({ classWeights: [1, 2, 0] });
    expect(await weightsOf({ c: 3 }, three, 4)).toMatchObject({ classWeights: [1, 1, 3, 1] }); // an output without a class
  });

  test("weights of samples by scikit-learn are the same training", async () => {
    // scikit-learn 1.2.1: compute_sample_weight("balanced", y)
    const [a, b, c] = [1.1111111111111112, 1.6666666666666667, 0.6666666666666666];
    const weights = [a, a, a, b, b, c, c, c, c, c];
    const byClass = await train(model(3), three, { ...options, classWeights: "balanced" });
    const bySample = await train(
      model(3),
      { ...three, train: { ...three.train, weights: Float64Array.from(weights) } },
      options,
    );
    for (const [name, values] of Object.entries(byClass.weights))
      values.forEach((value, i) => {
        expect(value).toBeCloseTo(bySample.weights[name][i], 5);
      });
  });

  test("one output for yes or no learns as two outputs do", async () => {
    const one = await train(model(1), two, { ...options, classWeights: "balanced" });
    expect(one.config.loss.values).toMatchObject({ positiveWeight: expect.closeTo(4, 10) }); // (10 / 4) / (10 / 16)
    const both = await train(model(2), two, { ...options, classWeights: "balanced" });
    expect(one.history[0].train.loss).toBeCloseTo(both.history[0].train.loss, 5);
    const listed = await train(model(1), two, { ...options, loss: binaryCrossEntropy(), classWeights: { yes: 4 } });
    expect(listed.weights).toEqual(one.weights);
  });

  test("positiveWeight: Σ(p·y·log(1 + e⁻ˣ) + (1 − y)·log(1 + eˣ)) / Σ(p·y + 1 − y), one for each label too", async () => {
    const targets = [
      [1, 0],
      [0, 0],
      [1, 1],
    ];
    const data = arrays({ inputs: [[1], [1], [1]], targets, task: "multilabel" });
    const start = sequential([dense(2, { init: constant(0.7) })]);
    const still: TrainOptions = { threads: 0, epochs: 1, batchSize: 3, optimizer: sgd({ learningRate: 1e-30 }) };
    const loss = binaryCrossEntropy({ positiveWeight: [3, 5] });
    const { history } = await train(start, data, { ...still, loss });
    const [yes, no] = [-0.7, 0.7].map((x) => Math.log1p(Math.exp(x))); // all logits are 0.7
    const expected = ((3 + 3 + 5) * yes + (1 + 1 + 1) * no) / (3 + 3 + 5 + 1 + 1 + 1);
    expect(history[0].train.loss).toBeCloseTo(expected, 5);
    await expect(train(start, data, { ...still, loss: binaryCrossEntropy({ positiveWeight: [3] }) })).rejects.toThrow(
      "binaryCrossEntropy: positiveWeight: expected 2 weights, one for each output, received 1.",
    );
  });

  test.each<[string, () => Promise<unknown>, string]>([
    ["a class that is none", () => weightsOf({ d: 2 }), 'train: classWeights: expected class a, b or c, received "d".'],
    ["too few", () => weightsOf([1, 2]), "train: classWeights: expected 3 weights, one for each class, received 2."],
    ["a negative one", () => weightsOf([1, 2, -1]), "train: classWeights: expected"],
    ["a word that is none", () => weightsOf("even" as "balanced"), "train: classWeights: expected"],
    [
      "in the loss too",
      () => train(model(3), three, { loss: crossEntropy({ classWeights: [1, 2, 3] }), classWeights: "balanced" }),
      "train: classWeights: expected weights of classes in one place, received some in the loss too",
    ],
    [
      "for another loss",
      () => train(model(3), three, { loss: hinge(), classWeights: "balanced" }),
      "train: classWeights: expected crossEntropy, or binaryCrossEntropy of one output, as the loss",
    ],
    ["none for no", () => weightsOf([0, 1], two, 1), "train: classWeights: expected weights above 0 for both classes"],
  ])("are refused: %s", async (_, work, message) => {
    await expect(work()).rejects.toThrow(message);
  });
});
