import { describe, expect, test } from "vitest";
import { present } from "../../../test/present.ts";
import { points, SMALL, stopAfter } from "../../../test/small-runs.ts";
import { dense } from "../../model/layers/dense.ts";
import { relu } from "../../model/layers/relu.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { accuracy } from "../../model/metrics/accuracy.ts";
import { rocAuc } from "../../model/metrics/roc-auc.ts";
import { adam } from "../../optimize/optimizers/adam.ts";
import { piecewise } from "../../optimize/schedules/piecewise.ts";
import { defineCallback } from "../callback.ts";
import { train } from "../train.ts";
import type { TrainOptions } from "../train-options.ts";
import { averageWeights } from "./average-weights.ts";
import { earlyStopping } from "./early-stopping.ts";

describe("earlyStopping", () => {
  // Few samples, a wide model and labels of which many are wrong: it soon learns them by heart.
  const noisy = points(60, { validation: 20, test: 20 }, 0.5);
  const wide = () => sequential([dense(64), relu(), dense(3)]);
  const options: TrainOptions = { ...SMALL, batchSize: 4, optimizer: adam({ learningRate: 0.003 }) };

  test("stops when the validation loss stays up, and gives back the weights of the best epoch", async () => {
    const run = await train(wide(), noisy, { ...options, epochs: 60, callbacks: [earlyStopping({ patience: 4 })] });
    const losses = run.history.map(({ validation }) => present(validation).loss);
    const bestEpoch = losses.indexOf(Math.min(...losses)) + 1;
    expect(bestEpoch).toBeGreaterThan(1);
    expect(run.history).toHaveLength(bestEpoch + 4);
    expect(run.stopped).toEqual({
      reason: "early stopping",
      epoch: bestEpoch + 4,
      bestEpoch,
      callback: "earlyStopping",
      detail: `the validation loss was lowest (${Math.min(...losses).toPrecision(4)}) after epoch ${bestEpoch}`,
    });

    const best = await train(wide(), noisy, { ...options, epochs: bestEpoch });
    expect(run.model.parts.weights).toEqual(best.model.parts.weights);
    expect(run.test).toEqual(best.test);
    expect(run.state["0.dense/kernel"]).not.toEqual(best.state["0.dense/kernel"]);
  });

  test("gives back the best weights also when the epochs end first", async () => {
    const callbacks = [earlyStopping({ patience: 100 })];
    const run = await train(wide(), noisy, { ...options, epochs: 30, callbacks });
    const losses = run.history.map(({ validation }) => present(validation).loss);
    const bestEpoch = losses.indexOf(Math.min(...losses)) + 1;
    expect(bestEpoch).toBeLessThan(30);
    expect(run.stopped).toEqual({ reason: "epochs", epoch: 30, bestEpoch });
    const best = await train(wide(), noisy, { ...options, epochs: bestEpoch });
    expect(run.model.parts.weights).toEqual(best.model.parts.weights);
  });

  test("goes by any measure of the run, in the direction that is better", async () => {
    for (const monitor of ["accuracy", accuracy()]) {
      const callbacks = [earlyStopping({ patience: 4, monitor })];
      const run = await train(wide(), noisy, { ...options, epochs: 60, callbacks });
      const shares = run.history.map(({ validation }) => present(validation).accuracy);
      const bestEpoch = shares.indexOf(Math.max(...shares)) + 1;
      expect(run.history).toHaveLength(bestEpoch + 4);
      expect(run.stopped).toMatchObject({
        reason: "early stopping",
        bestEpoch,
        detail: `the validation accuracy was highest (${Math.max(...shares).toPrecision(4)}) after epoch ${bestEpoch}`,
      });
    }
  });

  test("goes by a metric of whole sets, also in a run that is resumed", async () => {
    const callbacks = [earlyStopping({ patience: 3, minDelta: 0.01, monitor: "rocAuc" })];
    const metrics = [rocAuc(), accuracy()];
    const whole = await train(wide(), noisy, { ...options, epochs: 60, callbacks, metrics });
    expect(whole.stopped.detail).toMatch(
      /^the validation rocAuc rose by no more than 0\.01 above its value \(0\.\d+\)/,
    );
    const half = await train(wide(), noisy, { ...options, epochs: 2, callbacks, metrics });
    const resumed = await train(wide(), noisy, { ...options, epochs: 60, callbacks, metrics, resume: half });
    expect(resumed.stopped).toEqual(whole.stopped);
    // Epochs that did not measure it count for nothing.
    const before = await train(wide(), noisy, { ...options, epochs: 8 });
    const later = await train(wide(), noisy, { ...options, epochs: 60, callbacks, metrics, resume: before });
    expect(present(later.stopped.bestEpoch)).toBeGreaterThan(8);
    expect(later.history.length).toBeGreaterThan(8 + 3);
  });

  test("goes by the loss in a loop of one's own that does not say what is monitored", async () => {
    const running = present(earlyStopping({ patience: 1 }).start)();
    const reasons: unknown[] = [];
    for (const loss of [0.5, 0.6]) {
      const epoch = {
        epoch: reasons.length + 1,
        learningRate: 1,
        train: { loss: 1 },
        validation: { loss },
        seconds: 0,
      };
      reasons.push(await running?.epochEnd?.({ epoch, keepWeights: async () => {} } as never));
    }
    expect(reasons).toEqual([undefined, expect.stringContaining("the validation loss")]);
  });

  test("counts only improvements of more than minDelta", async () => {
    const callbacks = [earlyStopping({ patience: 2, minDelta: 1000 })];
    const { stopped, history } = await train(wide(), noisy, { ...options, epochs: 30, callbacks });
    const losses = history.map(({ validation }) => present(validation).loss);
    const bestEpoch = losses.indexOf(Math.min(...losses)) + 1; // the lowest all the same: no better weights are lost
    expect(stopped).toMatchObject({ reason: "early stopping", epoch: 3, bestEpoch });
  });

  test("keeps the average, where there is one", async () => {
    const average = averageWeights({ decay: 0.9 });
    const callbacks = [earlyStopping({ patience: 2, minDelta: 1000 }), average];
    const run = await train(wide(), noisy, { ...options, epochs: 30, callbacks });
    const best = await train(wide(), noisy, {
      ...options,
      epochs: present(run.stopped.bestEpoch),
      callbacks: [average],
    });
    expect(run.model.parts.weights).toEqual(best.model.parts.weights);
    expect(run.test).toEqual(best.test);
  });

  test("watches the training loss without a validation part, and says so", async () => {
    const { validation, test, ...only } = noisy;
    const callbacks = [earlyStopping({ patience: 2, minDelta: 1000 })];
    const { stopped } = await train(wide(), only, { ...options, epochs: 30, callbacks });
    expect(stopped.detail).toMatch(/^the training loss fell by no more than 1000 below its value \(.*\) after epoch 1/);
  });

  test.each([
    ["GL", { alpha: 10 }],
    ["PQ", { stripLength: 3 }],
    ["UP", { stripLength: 2, successiveStrips: 2 }],
  ] as const)("stops by %s too, with the best weights", async (criterion, given) => {
    const callbacks = [earlyStopping({ criterion, ...given })];
    const run = await train(wide(), noisy, { ...options, epochs: 60, callbacks });
    const losses = run.history.map(({ validation }) => present(validation).loss);
    const bestEpoch = losses.indexOf(Math.min(...losses)) + 1;
    expect(run.stopped).toMatchObject({ reason: "early stopping", bestEpoch, callback: "earlyStopping" });
    expect(run.stopped.detail).toContain(`(${criterion} `);
    const best = await train(wide(), noisy, { ...options, epochs: bestEpoch });
    expect(run.model.parts.weights).toEqual(best.model.parts.weights);
  });

  test("takes the length of a strip and their number by their former names too", () => {
    const former = { criterion: "UP", strip: 2, strips: 4 } as const;
    expect(earlyStopping(former).toJSON()).toMatchObject({ stripLength: 2, successiveStrips: 4 });
  });

  test("gives back the best weights also when the run is aborted, and when it diverges", async () => {
    const callbacks = [earlyStopping({ patience: 100 })];
    const { stopped } = await train(wide(), noisy, { ...options, callbacks, epochs: 12 });
    const best = present(stopped.bestEpoch);
    const { model } = await train(wide(), noisy, { ...options, epochs: best });
    const steps = Math.ceil(noisy.train.inputs.shape[0] / present(options.batchSize));
    const aborted = await train(wide(), noisy, { ...options, callbacks, epochs: 30, ...stopAfter(15 * steps + 2) });
    expect(aborted.stopped).toEqual({ reason: "aborted", epoch: 15, bestEpoch: best });
    expect(aborted.model.parts.weights).toEqual(model.parts.weights);

    const exploding = adam({ learningRate: piecewise([0.003, 1e30], [12]) });
    const diverged = await train(wide(), noisy, { ...options, callbacks, epochs: 30, optimizer: exploding });
    expect(diverged.stopped).toMatchObject({ reason: "diverged", bestEpoch: best });
    expect(diverged.model.parts.weights).toEqual(model.parts.weights);
  });

  test("is not what another callback that stops a run is called", async () => {
    const budget = defineCallback({
      name: "budget",
      summary: "Stops after two epochs.",
      source: "by definition",
      options: {},
      start: () => ({ epochEnd: async ({ epoch }) => (epoch.epoch === 2 ? "two epochs are enough" : undefined) }),
    });
    const callbacks = [earlyStopping({ patience: 100 }), budget()];
    const { stopped } = await train(wide(), noisy, { ...options, epochs: 30, callbacks });
    expect(stopped).toMatchObject({
      ...{ reason: "aborted", epoch: 2, callback: "budget", detail: "two epochs are enough" },
    });
  });

  test("starts afresh in each run", async () => {
    const callback = earlyStopping({ patience: 2, minDelta: 1000 });
    for (const _ of [1, 2]) {
      const { stopped } = await train(wide(), noisy, { ...options, epochs: 30, callbacks: [callback] });
      expect(stopped.epoch).toBe(3);
    }
  });
});
