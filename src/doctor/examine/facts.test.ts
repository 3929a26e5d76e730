import { describe, expect, test } from "vitest";
import { arrays } from "../../data/arrays.ts";
import type { Dataset } from "../../data/dataset.ts";
import { standardize } from "../../data/scaling/standardize.ts";
import { streamed } from "../../data/streamed.ts";
import { csv } from "../../data/table/doors/csv.ts";
import type { Layer } from "../../model/layer.ts";
import { batchNorm } from "../../model/layers/batch-norm.ts";
import { conv2d } from "../../model/layers/conv2d.ts";
import { dense } from "../../model/layers/dense.ts";
import { embedding } from "../../model/layers/embedding.ts";
import { flatten } from "../../model/layers/flatten.ts";
import { graph } from "../../model/layers/graph.ts";
import { relu } from "../../model/layers/relu.ts";
import { residual } from "../../model/layers/residual.ts";
import { sequential } from "../../model/layers/sequential.ts";
import { weightNorm } from "../../model/layers/weight-norm.ts";
import { crossEntropy } from "../../model/losses/cross-entropy.ts";
import { heads } from "../../model/losses/heads.ts";
import { meanSquaredError } from "../../model/losses/mean-squared-error.ts";
import { startingWeights } from "../../train/prepare/starting-weights.ts";
import type { TrainOptions } from "../../train/train-options.ts";
import { patientOf } from "../patient.ts";
import { dataFacts } from "./data-facts.ts";
import { layerFacts } from "./layer-facts.ts";

const SMALL = sequential([dense(4), relu(), dense(2)]);
const facts = async (data: Dataset, model: Layer = SMALL, options: TrainOptions = {}) =>
  dataFacts(await patientOf({ model, data, options: { batchSize: 4, epochs: 1, ...options } }));
const inputs = Array.from({ length: 12 }, (_, i) => [i, i % 2 === 0 ? 100 : -100, 7]);
const labels = inputs.map((_, i) => (i % 3 === 0 ? "a" : "b"));

describe("facts of data", () => {
  test("are statistics of each feature, raw and as the network takes them", async () => {
    const { kind, features, raw, scaled, constant, classCounts, samples } = await facts(
      arrays({ inputs, labels }),
      SMALL,
      { scaling: standardize() },
    );
    expect([kind, features]).toEqual(["numbers", ["feature 0", "feature 1", "feature 2"]]);
    expect([...raw.mean]).toEqual([5.5, 0, 7]);
    expect(raw.std[0]).toBeCloseTo(Math.sqrt(143 / 12), 10); // (n² − 1) / 12
    expect([...raw.std.slice(1)]).toEqual([100, 0]);
    expect([raw.min[1], raw.max[1], raw.max[0]]).toEqual([-100, 100, 11]);
    expect(raw.rms).toBeCloseTo(Math.sqrt((506 / 12 + 10_000 + 49) / 3), 10);
    expect(scaled.std[0]).toBeCloseTo(1, 6);
    expect(scaled.mean[1]).toBeCloseTo(0, 6);
    expect(constant).toBeCloseTo(1 / 3, 10);
    expect([classCounts, samples]).toEqual([[4, 8], { train: 12, validation: 0, test: 0 }]);
  });

  test("take all places of a channel as one feature of images", async () => {
    const image = [0, 1, 2, 3].map((x) => [x, 10]); // [pixels, channels]
    const shape = [6, 2, 2, 2];
    const data = Array.from({ length: 6 }, (_, i) => image.flat().map((x, k) => (k === 0 ? i : x))).flat();
    const { kind, features, raw, constant } = await facts(
      arrays({ inputs: { shape, data }, labels: [0, 1, 0, 1, 0, 1], classes: 2 }),
      sequential([flatten(), dense(2)]),
    );
    expect([kind, features, raw.mean[1], raw.std[1]]).toEqual(["images", ["channel 0", "channel 1"], 10, 0]);
    expect([raw.mean[0], constant]).toEqual([(2.5 + 1 + 2 + 3) / 4, 7 / 8]);
  });

  test("name the columns of a table", async () => {
    const rows = Array.from({ length: 20 }, (_, i) => `${i * 0.7},${i % 2 ? "x" : "y"},${i % 4 ? "yes" : "no"}`);
    const { kind, features } = await facts(await csv(`size,place,is\n${rows.join("\n")}`, { target: "is" }));
    expect(kind).toBe("table");
    expect(features[0]).toBe("column size");
    expect(new Set(features.slice(1))).toEqual(new Set(["column place"]));
  });

  test("leave out numbers that stand for something", async () => {
    const words = Array.from({ length: 12 }, (_, i) => [i, 11 - i]);
    const { kind, features, raw } = await facts(
      arrays({ inputs: words, labels }),
      sequential([embedding(12, 3), flatten(), dense(2)]),
    );
    expect([kind, features, raw.rms]).toEqual(["indices", [], 1]);
  });

  test("find samples that parts share, and the first number that is not finite, which is taken as 0", async () => {
    const data = arrays({ inputs, labels });
    const own = { ...data, test: data.train };
    expect((await facts(own)).shared).toMatchObject({ test: 1, validation: 0 });
    const numbers = Float64Array.from(inputs.flat());
    numbers[4] = Number.NaN;
    const broken = { ...data, train: { ...data.train, inputs: { shape: [12, 3], data: numbers } } };
    const { nonFinite, raw } = await facts(broken);
    expect(nonFinite).toBe("train: sample 1, feature 1");
    expect(Number.isFinite(raw.rms)).toBe(true);
  });

  test("count samples whose weight is 0 as none", async () => {
    const weights = labels.map((label) => (label === "a" ? 0 : 1));
    expect((await facts(arrays({ inputs, labels, weights }))).classCounts).toEqual([0, 8]);
  });

  test("compare parts by the deviation of training", async () => {
    const moved = arrays({ inputs: inputs.map(([a, b, c]) => [a, b + 200, c + 1]), labels });
    const { shift } = await facts({ ...arrays({ inputs, labels }), validation: moved.train });
    expect([...(shift.validation ?? [])]).toEqual([0, 2, Infinity]);
    expect(shift.test).toBeUndefined();
  });

  test("know targets that are real, several, and of several kinds", async () => {
    const real = await facts(arrays({ inputs, targets: inputs.map(([a]) => [a, 2 * a]) }));
    expect(real.targets?.mean).toEqual([5.5, 11]);
    expect(real.classCounts).toBeUndefined();
    const both = arrays({ inputs, labels: { kind: labels }, targets: { size: inputs.map(([a]) => [a]) } });
    const several = await facts(
      both,
      graph(({ input, apply }) => ({ kind: apply(dense(2), input()), size: apply(dense(1), input()) })),
      {
        loss: heads([
          ["kind", crossEntropy()],
          ["size", meanSquaredError()],
        ]),
      },
    );
    expect(several).toMatchObject({ classCounts: undefined, batchEntropy: 1 });
  });

  test("of a streamed set are those of the samples that were kept", async () => {
    const data = await streamed(
      function* () {
        yield { inputs, labels: inputs.map((_, i) => i % 2) };
      },
      { classes: 2, sample: 6 },
    );
    const { samples, classCounts } = await facts(data);
    expect(samples.train).toBe(12);
    expect((classCounts?.[0] ?? 0) + (classCounts?.[1] ?? 0)).toBe(6);
  });
});

describe("facts of layers", () => {
  const image = arrays({
    inputs: { shape: [4, 4, 4, 1], data: Array.from({ length: 64 }, (_, i) => i % 5) },
    labels: [0, 1, 0, 1],
    classes: 2,
  });
  const of = async (model: Layer, data: Dataset = image) => {
    const patient = await patientOf({ model, data, options: {} });
    return layerFacts(patient, await startingWeights(patient.training, {}));
  };

  test("say what each does, its shapes, and who its neighbors are", async () => {
    const block = sequential([conv2d(2, 3, { padding: "same" }), batchNorm()]);
    const model = sequential([conv2d(2, 3, { padding: "same" }), residual(block), relu(), flatten(), dense(2)]);
    const layers = await of(model);
    expect(layers.map(({ path, role, before, after }) => [path, role, before, after])).toEqual([
      ["0.conv2d", "linear", undefined, "1.residual"],
      ["1.residual", "block", "0.conv2d", "2.relu"],
      ["1.residual/block", "block", "0.conv2d", "1.residual"],
      ["1.residual/block/0.conv2d", "linear", "0.conv2d", "1.residual/block/1.batchNorm"],
      ["1.residual/block/1.batchNorm", "normalization", "1.residual/block/0.conv2d", "1.residual"],
      ["2.relu", "activation", "1.residual", "3.flatten"],
      ["3.flatten", "shape", "2.relu", "4.dense"],
      ["4.dense", "linear", "3.flatten", undefined],
    ]);
    const [first, , , inner, norm] = layers;
    expect([first.inputShape, first.outputShape]).toEqual([
      [4, 4, 1],
      [4, 4, 2],
    ]);
    expect(inner.within).toEqual(["1.residual", "1.residual/block"]);
    expect(inner.kernel).toHaveLength(3 * 3 * 2 * 2);
    expect(norm.parameters).toEqual({ scale: [2], shift: [2] });
    expect(norm.kernel).toBeUndefined();
  });

  test("have the kernel of a layer that stands alone, and of one with weight normalization", async () => {
    const data = arrays({ inputs, labels });
    const [alone] = await of(dense(2), data);
    expect([alone.path, alone.role, alone.kernel?.length]).toEqual(["dense", "linear", 6]);
    const [normed] = await of(sequential([weightNorm(dense(2))]), data);
    expect([normed.role, normed.kernel?.length]).toEqual(["linear", 6]);
  });

  test("follow the wiring of a graph, where a merge is what comes after", async () => {
    const model = graph(({ input, apply, add }) => {
      const x = apply(dense(4), input());
      return apply(dense(2), add(apply(relu(), x), x));
    });
    const layers = await of(model, arrays({ inputs, labels }));
    expect(layers.map(({ path, before, after }) => [path, before, after])).toEqual([
      ["0.dense", undefined, "1.relu"],
      ["1.relu", "0.dense", "2.add"],
      ["3.dense", "2.add", undefined],
    ]);
  });
});
