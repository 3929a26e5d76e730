import { beforeAll, describe, expect, test } from "vitest";
import { arrays } from "../data/arrays.ts";
import { scaleToUnit } from "../data/scaling/scale-to-unit.ts";
import { standardize } from "../data/scaling/standardize.ts";
import { zeros } from "../model/initializers/zeros.ts";
import { dense } from "../model/layers/dense.ts";
import { dropout } from "../model/layers/dropout.ts";
import { relu } from "../model/layers/relu.ts";
import { sequential } from "../model/layers/sequential.ts";
import { sigmoid } from "../model/layers/sigmoid.ts";
import { binaryCrossEntropy } from "../model/losses/binary-cross-entropy.ts";
import { meanAbsoluteError } from "../model/losses/mean-absolute-error.ts";
import { meanSquaredError } from "../model/losses/mean-squared-error.ts";
import { defineMetric } from "../model/metric.ts";
import { rootMeanSquaredError } from "../model/metrics/root-mean-squared-error.ts";
import { sgd } from "../optimize/optimizers/sgd.ts";
import { ensemble, ensembleMembers } from "../predict/ensemble.ts";
import { RandomStream } from "../random.ts";
import { readModel } from "../saved/load-model.ts";
import { readRun } from "../saved/load-run.ts";
import { snapshotEnsemble } from "./callbacks/snapshot-ensemble.ts";
import { evaluate } from "./evaluate.ts";
import { findRate } from "./find-rate/find-rate.ts";
import type { Run } from "./run/run.ts";
import { train } from "./train.ts";
import type { TrainOptions } from "./train-options.ts";

const n = 120;
const random = new RandomStream(5, "test");
const x = Float32Array.from({ length: 2 * n }, () => random.normal());
/** Prices of some 100,000, and a share of some 0.001: linear in the inputs but for a little noise. */
const y = Float64Array.from({ length: 2 * n }, (_, i) => {
  const [a, b] = [x[2 * (i >> 1)], x[2 * (i >> 1) + 1]];
  return i % 2 === 0 ? 2e5 + 3e4 * a - 1e4 * b + 2000 * random.normal() : 1e-3 + 2e-4 * b + 1e-5 * random.normal();
});
const data = arrays(
  { inputs: { shape: [n, 2], data: x }, targets: { shape: [n, 2], data: y } },
  { validation: 20, test: 20 },
);
const model = sequential([dense(2)]);
const bias = defineMetric({
  name: "bias",
  summary: "The mean of output − target.",
  source: "by definition",
  higherIsBetter: false,
  unit: "target",
  options: {},
  compute: ({ output, target }) => output.sub(target).mean(),
});
const options: TrainOptions = {
  ...{ threads: 0, epochs: 40, batchSize: 20, optimizer: sgd({ learningRate: 0.1 }) },
  metrics: [meanAbsoluteError(), rootMeanSquaredError(), bias()],
};

/** The mean |error| of predictions, in the units of the targets. */
function meanError(predicted: ArrayLike<number>, targets: ArrayLike<number>): number {
  return Array.from(targets, (t, i) => Math.abs(predicted[i] - t)).reduce((sum, e) => sum + e, 0) / targets.length;
}

describe("targets of regression", () => {
  let run: Run;
  beforeAll(async () => {
    run = await train(model, data, options);
  });
  const test20 = () => data.test as NonNullable<typeof data.test>;

  test("are standardized for training one by one, by those of the training set", () => {
    const of = (k: number) => {
      const own = Array.from(data.train.targets.data).filter((_, i) => i % 2 === k);
      const mean = own.reduce((sum, t) => sum + t, 0) / own.length;
      return [mean, 1 / Math.sqrt(own.reduce((sum, t) => sum + (t - mean) ** 2, 0) / own.length)];
    };
    const [[mean0, multiply0], [mean1, multiply1]] = [of(0), of(1)];
    const { subtract, multiply } = run.model.parts.targetScale as { subtract: number[]; multiply: number[] };
    [mean0 / subtract[0], mean1 / subtract[1], multiply0 / multiply[0], multiply1 / multiply[1]].forEach((ratio) => {
      expect(ratio).toBeCloseTo(1, 10);
    });
    expect(run.model.parts.task).toBe("regression");
  });

  test("both are learned, and the loss is that of standardized targets", () => {
    expect(run.history[0].train.loss).toBeGreaterThan(0.05);
    expect(run.test?.loss).toBeLessThan(0.02); // of a variance of 1
  });

  test("predictions and metrics are in their own units: in training, validation, test and evaluation", async () => {
    const { inputs, targets } = test20();
    const said = await run.model.predict(inputs);
    const error = meanError(said.data, targets.data);
    expect(error).toBeLessThan(2000);
    expect(run.test?.meanAbsoluteError).toBeCloseTo(error, 1); // float32 of 200,000
    expect(run.history.at(-1)?.train.meanAbsoluteError).toBeGreaterThan(500);
    expect(run.history.at(-1)?.train.meanAbsoluteError).toBeLessThan(2000);
    expect(run.history.at(-1)?.validation?.meanAbsoluteError).toBeLessThan(2000);
    const signed = said.data.reduce((sum, p, i) => sum + p - targets.data[i], 0) / targets.data.length;
    expect((run.test?.bias as number) / signed).toBeCloseTo(1, 2); // a mean over batches, of a graph
    expect(await evaluate(run.model, test20(), { threads: 0 })).toEqual({ ...run.test, backend: run.backend });
    expect((await run.model.predict(inputs, { logits: true })).data).toEqual(said.data);
  });

  test("the second target, a thousandth in size, is learned as well", async () => {
    const { data: said } = await run.model.predict(test20().inputs);
    const own = (numbers: ArrayLike<number>) => Array.from(numbers).filter((_, i) => i % 2 === 1);
    expect(meanError(own(said), own(test20().targets.data))).toBeLessThan(3e-5);
  });

  test("are saved with the model and the run", async () => {
    const loaded = readModel(run.model.toBytes());
    const { inputs } = test20();
    expect((await loaded.predict(inputs)).data).toEqual((await run.model.predict(inputs)).data);
    expect(loaded.parts.targetScale).toEqual(run.model.parts.targetScale);
    expect(loaded.parts.task).toBe("regression");
  });

  test("go on under the scale of the saved run, bit for bit; another one is refused", async () => {
    const whole = await train(model, data, { ...options, epochs: 4 });
    const half = readRun((await train(model, data, { ...options, epochs: 2 })).toBytes());
    const on = await train(model, data, { ...options, epochs: 4, resume: half });
    expect(on.model.parts).toMatchObject({ targetScale: whole.model.parts.targetScale, weights: whole.weights });
    for (const targetScaling of ["none", scaleToUnit()] as const)
      await expect(train(model, data, { ...options, epochs: 4, resume: half, targetScaling })).rejects.toThrow(
        /train: resume: expected the scaling of targets of the saved run/,
      );
    const plain = await train(model, data, {
      ...options,
      epochs: 2,
      targetScaling: "none",
      optimizer: sgd({ learningRate: 1e-12 }),
    });
    const plainOn = await train(model, data, {
      ...options,
      epochs: 3,
      resume: readRun(plain.toBytes()),
      optimizer: sgd({ learningRate: 1e-12 }),
    });
    expect(plainOn.model.parts.targetScale).toBeUndefined();
  });

  test("findRate goes by standardized targets, of a trained model by its own", async () => {
    const { losses } = await findRate(sequential([dense(2, { init: zeros() })]), data, { threads: 0, steps: 10 });
    expect(losses[0]).toBeGreaterThan(0.2);
    expect(losses[0]).toBeLessThan(4);
    const { losses: trained } = await findRate(run.model, data, { threads: 0, steps: 10 });
    expect(trained[0]).toBeLessThan(0.1);
  });

  test("snapshots of one run predict in their units", async () => {
    const snapshots = await train(model, data, { ...options, callbacks: [snapshotEnsemble({ period: 20 })] });
    const { inputs, targets } = test20();
    expect(meanError((await snapshots.model.predict(inputs)).data, targets.data)).toBeLessThan(2000);
    expect(snapshots.test?.meanAbsoluteError).toBeLessThan(2000);
  });
});

test("members with scales of their own are averaged in the units of the targets, and come back", async () => {
  const of = async (targetScaling: TrainOptions["targetScaling"], optimizer = options.optimizer) =>
    (await train(model, data, { ...options, epochs: 3, targetScaling, optimizer })).model;
  const members = [
    await of(undefined),
    await of(scaleToUnit()),
    await of(standardize({ per: "all" })),
    await of("none", sgd({ learningRate: 1e-12 })),
  ];
  const rows = { shape: [2, 2], data: [0.5, -1, 1, 2] };
  const said = await Promise.all(members.map((member) => member.predict(rows)));
  for (const order of [members, [...members].reverse()]) {
    const together = readModel(ensemble(order).toBytes());
    const { data: mean } = await together.predict(rows);
    mean.forEach((value, i) => {
      const expected = said.reduce((sum, { data: own }) => sum + own[i], 0) / members.length;
      expect(Math.abs(value - expected)).toBeLessThan(1e-5 * 2e5);
    });
    const apart = ensembleMembers(together) ?? [];
    expect(apart).toHaveLength(4);
    for (const [i, member] of apart.entries()) {
      const { data: own } = await member.predict(rows);
      const before = said[members.indexOf(order[i])].data;
      own.forEach((value, j) => {
        expect(Math.abs(value - before[j])).toBeLessThan(1e-4 * Math.max(1, Math.abs(before[j])));
      });
    }
  }
});

test("the standard deviation over masks is in the units of the targets", async () => {
  const layers = sequential([dense(16), relu(), dropout(0.5), dense(2)]);
  const { model: plain } = await train(layers, data, { ...options, epochs: 2 });
  const rows = { shape: [2, 2], data: [0.5, -1, 1, 2] };
  const own = await plain.predict(rows, { samples: 20 });
  const { subtract: s, multiply: m } = plain.parts.targetScale as { subtract: number[]; multiply: number[] };
  const { targetScale: _, ...others } = plain.parts;
  const scaled = await new (plain.constructor as new (parts: object) => typeof plain)(others).predict(rows, {
    samples: 20,
  });
  own.std.forEach((std, i) => {
    expect(std / (scaled.std[i] / m[i % 2])).toBeCloseTo(1, 5);
    expect(own.data[i] / (scaled.data[i] / m[i % 2] + s[i % 2])).toBeCloseTo(1, 5);
  });
});

describe("which targets are scaled", () => {
  const of = async (layers: typeof model, given: TrainOptions, targets: readonly (readonly number[])[]) => {
    const some = arrays({ inputs: [[0], [1], [2], [3]], targets });
    return (await train(layers, some, { threads: 0, epochs: 1, ...given })).model.parts.targetScale;
  };
  const one = sequential([dense(1)]);
  const targets = [[1], [2], [3], [6]];

  test("one target has one number; of several a constant one is only moved; targets that are all the same stay", async () => {
    expect(await of(one, {}, targets)).toEqual({ subtract: 3, multiply: expect.closeTo(1 / Math.sqrt(3.5), 10) });
    expect(await of(one, {}, [[7], [7], [7], [7]])).toBeUndefined();
    expect(await of(one, {}, [[1], [3e38], [1], [3e38]])).toBeUndefined(); // 1 / 3e38 is no normal number of float32
    const both = await of(sequential([dense(2)]), {}, [
      [1, 7],
      [2, 7],
      [3, 7],
      [6, 7],
    ]);
    expect(both).toEqual({ subtract: [3, 7], multiply: [expect.closeTo(1 / Math.sqrt(3.5), 10), 1] });
  });

  test("as asked for", async () => {
    expect(await of(one, { targetScaling: standardize() }, [[7], [7], [7], [7]])).toEqual({ subtract: 7, multiply: 1 });
    expect(await of(one, { targetScaling: "none" }, targets)).toBeUndefined();
    expect(await of(one, { targetScaling: scaleToUnit() }, targets)).toEqual({ subtract: 1, multiply: 1 / 5 });
  });

  test("not those that a bounded output shall reach, nor probabilities", async () => {
    const shares = [[0.1], [0.2], [0.9], [0.5]];
    expect(await of(sequential([dense(1), sigmoid()]), { loss: meanSquaredError() }, shares)).toBeUndefined();
    expect(await of(one, { loss: binaryCrossEntropy() }, shares)).toBeUndefined();
    await expect(of(one, { loss: binaryCrossEntropy(), targetScaling: standardize() }, shares)).rejects.toThrow(
      'train: targetScaling: expected "none", because binaryCrossEntropy compares no real numbers, received standardize().',
    );
  });

  test("nor classes", async () => {
    const classes = arrays({ inputs: [[0], [1], [2], [3]], labels: [0, 1, 1, 0] });
    const asked = train(sequential([dense(2)]), classes, { epochs: 1, targetScaling: standardize() });
    await expect(asked).rejects.toThrow(/expected "none", because the task is binary, received standardize\(\)/);
  });
});
