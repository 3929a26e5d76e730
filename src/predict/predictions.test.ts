import { describe, expect, test } from "vitest";
import { arrays } from "../data/arrays.ts";
import type { Layer } from "../model/layer.ts";
import { dense } from "../model/layers/dense.ts";
import { defineLoss } from "../model/loss.ts";
import { binaryCrossEntropy } from "../model/losses/binary-cross-entropy.ts";
import { crossEntropy } from "../model/losses/cross-entropy.ts";
import { hinge } from "../model/losses/hinge.ts";
import { klDivergence } from "../model/losses/kl-divergence.ts";
import { meanAbsoluteError } from "../model/losses/mean-absolute-error.ts";
import { meanSquaredError } from "../model/losses/mean-squared-error.ts";
import { readModel } from "../saved/load-model.ts";
import { evaluate } from "../train/evaluate.ts";
import { train } from "../train/train.ts";
import type { TrainOptions } from "../train/train-options.ts";
import { ensemble } from "./ensemble.ts";
import type { TrainedModelParts } from "./model-parts.ts";
import { TrainedModel } from "./trained-model.ts";

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const SIX = [-3, -2, -1, 1, 2, 3];
const inputs = { shape: [6, 1], data: Float32Array.from(SIX) };
const signs = arrays({ inputs, labels: [0, 0, 1, 0, 1, 1], classes: ["no", "yes"] });
const data = { ...signs, test: signs.train };
const OPTIONS: TrainOptions = { threads: 0, epochs: 2, batchSize: 6 };

/** y = weight · x, as it would come out of training. */
const line = (weight: number, parts: Partial<TrainedModelParts>) =>
  new TrainedModel({
    layer: dense(1, { bias: false }),
    inputShape: [1],
    scale: { subtract: 0, multiply: 1 },
    logits: true,
    weights: { kernel: Float32Array.of(weight) },
    ...parts,
  });

describe("a binary classifier", () => {
  test("predicts the probability of the second class, and the classes by name", async () => {
    const { model, test } = await train(dense(1), data, { ...OPTIONS, loss: binaryCrossEntropy() });
    const { data: probabilities, classes } = await model.predict(inputs);
    const { data: logits } = await model.predict(inputs, { logits: true });
    expect(classes).toEqual(["no", "yes"]);
    logits.forEach((logit, i) => {
      expect(probabilities[i]).toBeCloseTo(sigmoid(logit), 6);
    });
    const said = await model.classify(inputs);
    const right = said.filter(({ label }, i) => label === data.test.targets.data[i]).length / 6;
    expect(test?.accuracy).toBeCloseTo(right, 6); // measured without being asked for
    said.forEach(({ class: name, label, probability }, i) => {
      expect(name).toBe(probabilities[i] > 0.5 ? "yes" : "no");
      expect(name).toBe(["no", "yes"][label]);
      expect(probability).toBeCloseTo(Math.max(probabilities[i], 1 - probabilities[i]), 6);
    });
  });

  test("is evaluated by the loss and the metrics that it was trained with, also after it was saved", async () => {
    const metrics = [meanAbsoluteError()];
    const { model, test, backend } = await train(dense(1), data, { ...OPTIONS, loss: binaryCrossEntropy(), metrics });
    expect(Object.keys(test ?? {})).toEqual(["loss", "meanAbsoluteError", "confusionMatrix"]);
    const loaded = readModel(model.toBytes());
    for (const one of [model, loaded]) {
      expect(await evaluate(one, data.test, { threads: 0 })).toEqual({ ...test, backend });
      const other = await evaluate(one, data.test, { threads: 0, loss: meanSquaredError() });
      expect(Object.keys(other)).toEqual(["loss", "confusionMatrix", "backend"]); // with another loss, what goes with that
    }
    expect((await loaded.predict(inputs)).data).toEqual((await model.predict(inputs)).data);
    expect([loaded.classes, loaded.predictions]).toEqual([["no", "yes"], "sigmoid"]);
  });

  test("averages probabilities in an ensemble, and keeps what is unlikely finite", async () => {
    const members = [1, 4].map((weight) => line(weight, { predictions: "sigmoid" }));
    const together = ensemble(members);
    const { data: mean } = await together.predict(inputs);
    SIX.forEach((x, i) => {
      expect(mean[i]).toBeCloseTo((sigmoid(x) + sigmoid(4 * x)) / 2, 6);
    });
    const { data: logits } = await together.predict({ shape: [1], data: [-100] }, { logits: true });
    expect(logits[0]).toBeCloseTo(-100 - Math.log(2), 3); // log(½·(e^−100 + e^−400))
    expect(readModel(together.toBytes()).predictions).toBe("sigmoid");
    expect(together.summary()).toContain("2 parameters");
    expect(() => ensemble([members[0], line(1, { predictions: "softmax" })])).toThrow(
      "expected inputs [1], logits of yes or no [1], as member 1, received inputs [1], logits [1].",
    );
  });
});

describe("what a model predicts", () => {
  test.each([
    ["softmax", crossEntropy()],
    ["softmax", klDivergence()],
    ["sigmoid", binaryCrossEntropy()],
    [undefined, hinge()],
    [undefined, meanSquaredError()],
  ])("is said by its loss: %s", async (predictions, loss) => {
    expect(loss.predictions).toBe(predictions);
  });

  test("are the scores under hinge, which are no logits, and the largest says the class", async () => {
    const { model } = await train(dense(2), data, { ...OPTIONS, loss: hinge() });
    const { data: scores } = await model.predict(inputs);
    expect(scores).toEqual((await model.predict(inputs, { logits: true })).data);
    (await model.classify(inputs)).forEach(({ label, probability }, i) => {
      expect(label).toBe(scores[2 * i] >= scores[2 * i + 1] ? 0 : 1);
      expect(probability).toBeUndefined();
    });
  });

  test("gives classes by two options of predict, the size of a batch and the output, and names itself in errors", async () => {
    const { classify } = TrainedModel.prototype as unknown as { classify: (...args: unknown[]) => Promise<unknown> };
    const model = line(2, { predictions: "sigmoid" });
    expect(await classify.call(model, inputs, { batchSize: 2 })).toEqual(await model.classify(inputs));
    await expect(classify.call(model, inputs, { logits: true })).rejects.toThrow(
      'classify: expected option batchSize or head, received "logits".',
    );
    await expect(classify.call(model, inputs, { samples: 3 })).rejects.toThrow('received "samples"');
    await expect(model.classify({ shape: [2, 2], data: [1, 2, 3, 4] })).rejects.toThrow(/^classify: expected inputs/);
    await expect(model.classify({ shape: [1], data: [Number.NaN] })).rejects.toThrow(/^classify: inputs: expected fin/);
  });

  test("tells no classes where there are none", async () => {
    const regression = line(2, { logits: false, loss: meanSquaredError() });
    await expect(regression.classify(inputs)).rejects.toThrow(
      "classify: expected a model that was trained to predict classes, with crossEntropy, hinge, or binaryCrossEntropy of one output, received one that was trained with meanSquaredError. Use predict().",
    );
    const numbered = line(1, { predictions: "sigmoid" });
    expect(await numbered.classify({ shape: [1], data: [5] })).toEqual([
      { class: "1", label: 1, probability: expect.closeTo(sigmoid(5), 6) },
    ]);
    await expect(line(Number.NaN, { predictions: "sigmoid" }).classify({ shape: [1], data: [5] })).rejects.toThrow(
      "NaN for sample 0",
    );
  });

  test("is softmax of logits in files that say no more, which are evaluated by crossEntropy", async () => {
    const old = new TrainedModel({
      layer: dense(2) as Layer,
      inputShape: [1],
      scale: { subtract: 0, multiply: 1 },
      logits: true,
      weights: { kernel: Float32Array.of(0, 1), bias: new Float32Array(2) },
    });
    const loaded = readModel(old.toBytes());
    expect((await loaded.predict({ shape: [1], data: [2] })).data[1]).toBeCloseTo(sigmoid(2), 6);
    expect([loaded.loss.name, loaded.metrics.map(({ name }) => name)]).toEqual([
      "crossEntropy",
      ["accuracy", "logLoss", "rocAuc", "f1"],
    ]);
  });

  test("is kept of a loss of one's own, which is asked for to evaluate", async () => {
    const own = defineLoss({
      name: "own",
      summary: "For this test.",
      source: "this test",
      options: {},
      targetKind: "values",
      predictions: "sigmoid",
      compute: ({ output, target }) => output.sub(target.reshape(output.shape)).square().mean(),
    });
    const { model, test, backend } = await train(dense(1), data, { ...OPTIONS, loss: own() });
    const loaded = readModel(readModel(model.toBytes()).toBytes());
    expect((await loaded.predict(inputs)).data).toEqual((await model.predict(inputs)).data);
    await expect(evaluate(loaded, data.test, { threads: 0 })).rejects.toThrow(
      "evaluate: loss: expected own, a custom part with which the model was trained, received only its name.",
    );
    expect(await evaluate(loaded, data.test, { threads: 0, loss: own() })).toEqual({ ...test, backend });
  });

  test("is computed as it was trained", async () => {
    const { model } = await train(dense(2), data, { ...OPTIONS, winograd: false, relaxedSimd: false });
    expect(readModel(model.toBytes()).parts).toMatchObject({ winograd: false, relaxedSimd: false });
  });
});
