import { describe, expect, test } from "vitest";
import { arrays } from "../data/arrays.ts";
import { moons } from "../data/sources/moons.ts";
import { dense } from "../model/layers/dense.ts";
import { gelu } from "../model/layers/gelu.ts";
import { relu } from "../model/layers/relu.ts";
import { sequential } from "../model/layers/sequential.ts";
import { defineMetric } from "../model/metric.ts";
import { adam } from "../optimize/optimizers/adam.ts";
import { sgd } from "../optimize/optimizers/sgd.ts";
import { studyHtml } from "../report/study/study-html.ts";
import { studyText } from "../report/study/study-text.ts";
import { train } from "../train/train.ts";
import { compare } from "./compare.ts";

const N = 60;
const inputs = Array.from({ length: N }, (_, i) => [Math.sin(i), Math.cos(i), i / N]);
const labels = inputs.map(([x, y]) => (x > 0.5 ? "right" : y > 0 ? "up" : "down"));
const DATA = arrays({ name: "places", inputs, labels }, { validation: 12, test: 12 });
const NUMBERS = arrays(
  { name: "sums", inputs, targets: inputs.map(([x, y, z]) => [100 * (x + y) + z]) },
  { validation: 12, test: 12 },
);
const numberOf = (samples: typeof DATA.test, label: number) =>
  Array.from(samples?.targets.data ?? []).filter((each) => each === label).length;
const base = { epochs: 2, learningRate: 0.01 };
const FAST = { seeds: 2, parallel: 2 } as const;

describe("a study of a model and data made in code", () => {
  test("looks like a ready experiment: the same JSON, and both reports", async () => {
    const study = await compare({
      ...FAST,
      data: DATA,
      model: ({ units, activation }) => sequential([dense(units), activation, dense(3)]),
      base,
      vary: { units: [4, 8], activation: [relu(), gelu()] },
    });
    expect(JSON.parse(JSON.stringify(study))).toEqual(study);
    expect(study).toMatchObject({ metric: "accuracy", unit: "share", title: "Comparison of units and activation" });
    expect(study.base).toMatchObject({
      data: "places, 36 training, 12 validation and 12 test samples [3], classes up, right and down",
      model: "sequential([dense(4), relu(), dense(3)])",
      epochs: 2,
      scaling: "standardize",
    });
    expect(study.base).not.toHaveProperty("hidden");
    expect(study.effects.map(({ variant }) => variant)).toEqual([
      "units 4, activation relu()",
      "units 4, activation gelu()",
      "units 8, activation relu()",
      "units 8, activation gelu()",
    ]);
    expect(study.effects[1].changes).toEqual({ units: 4, activation: "gelu()" });
    for (const page of [studyHtml(study), studyText(study)]) expect(page).toContain("activation gelu()");
    expect(studyHtml(study)).toContain("sequential([dense(4), relu(), dense(3)])");
    const largest = Math.max(...[0, 1, 2].map((label) => numberOf(DATA.test, label))) / 12;
    for (const { simplest = 0 } of study.effects) expect(simplest).toBeLessThanOrEqual(largest);
    for (const { baseline } of study.runs) expect(baseline?.accuracy).toBe(study.effects[0].simplest);
    const simplest = `The simplest answer, always the most frequent class or the mean target, has test accuracy ${(100 * (study.effects[0].simplest ?? 0)).toFixed(2)} %.`;
    for (const page of [studyHtml(study), studyText(study, { width: 200 })])
      expect(page.replaceAll("\u00a0", " ")).toContain(simplest);
  });

  test("has the bits of training it", async () => {
    const model = sequential([dense(4), relu(), dense(3)]);
    const study = await compare({
      ...FAST,
      data: DATA,
      model,
      base,
      vary: { optimizer: [adam(), sgd({ momentum: 0.5 })] },
    });
    expect(study.effects.map(({ variant }) => variant)).toEqual(["optimizer adam", "optimizer sgd({ momentum: 0.5 })"]);
    const options = { epochs: 2, batchSize: 36, optimizer: adam({ learningRate: 0.01 }), scaling: undefined, seed: 2 };
    const { standardize } = await import("../data/scaling/standardize.ts");
    const run = await train(model, DATA, { ...options, scaling: standardize() });
    const { loss, accuracy } = study.runs[2].test ?? {};
    expect({ loss, accuracy }).toEqual({ loss: run.test?.loss, accuracy: run.test?.accuracy });
    await run.model.close();
  });

  test("may have variants by name: changes of the recipe, or a model and options of train", async () => {
    const study = await compare({
      ...FAST,
      data: DATA,
      base: { ...base, model: "mlp", hidden: [4] },
      variants: {
        plain: {},
        "long training": { epochs: 3 },
        own: { model: sequential([dense(3)]), options: { epochs: 1, optimizer: sgd({ learningRate: 0.5 }) } },
      },
    });
    expect(study.title).toBe("Comparison of plain, long training and own");
    expect(study.baseline).toBe("plain");
    expect(study.runs.slice(0, 3).map(({ history }) => history.length)).toEqual([2, 3, 1]);
    expect(study.effects.map(({ changes }) => changes)).toEqual([
      {},
      { epochs: 3 },
      { model: "sequential([dense(3)])", epochs: 1, optimizer: "sgd({ learningRate: 0.5 })" },
    ]);
    expect(study.effects[2].rate).toEqual({ optimizer: "sgd", value: 0.5, byDefault: false });
  });

  test("takes a source of data, and fewer of its samples", async () => {
    const study = await compare({
      ...FAST,
      data: moons({ samples: 40, validation: 10, test: 20 }),
      base: { ...base, model: "mlp", hidden: [4] },
      vary: { trainSize: [20, 40] },
    });
    expect(study.base.data).toMatch(/^moons, 20 training, 10 validation and 20 test samples \[2\]/);
    expect(study.runs.every(({ failure }) => failure === undefined)).toBe(true);
  });
});

describe("a regression", () => {
  test("is compared by rootMeanSquaredError, of which less is better", async () => {
    const study = await compare({
      ...FAST,
      data: NUMBERS,
      base: { epochs: 20, model: "mlp", hidden: [8], batchSize: 8 },
      vary: { learningRate: [1e-6, 0.02] },
    });
    expect(study).toMatchObject({ metric: "rootMeanSquaredError", unit: "target", higherIsBetter: false });
    expect(study.base.data).toMatch(/targets \[1\]$/);
    const [slow, fast] = study.effects;
    expect(fast.value.mean).toBeLessThan(slow.value.mean);
    expect(fast.verdict).toMatch(
      /^(Better|Perhaps better) than learningRate 0.000001: test rootMeanSquaredError is lower by/,
    );
    for (const page of [studyHtml(study), studyText(study)]) expect(page).toContain("rootMeanSquaredError");
  });

  test("may be compared by another metric, by its expression, or by one of one's own", async () => {
    const options = {
      ...FAST,
      seeds: 1,
      data: NUMBERS,
      base: { epochs: 1, model: "mlp" },
      vary: { batchSize: [8, 16] },
    } as const;
    expect(await compare({ ...options, metric: "r2" })).toMatchObject({ metric: "r2", higherIsBetter: true });
    const worst = defineMetric({
      name: "worst",
      summary: "The largest error.",
      source: "for this test",
      options: {},
      higherIsBetter: false,
      compute: ({ output, target }) => output.sub(target).abs().max(0).mean(),
    });
    expect(await compare({ ...options, metric: worst() })).toMatchObject({ metric: "worst", higherIsBetter: false });
  });

  test("names a metric with options as its runs do", async () => {
    const study = await compare({
      ...FAST,
      seeds: 1,
      data: DATA,
      base: { epochs: 1, model: "mlp", metrics: ["topKAccuracy(1)"] },
      metric: "topKAccuracy(2)",
      vary: { batchSize: [8, 16] },
    });
    expect(study.runs[0].test).toHaveProperty([study.metric]);
    expect(study.effects[0].value.count).toBe(1);
  });
});

describe("before anything is trained", () => {
  const model = sequential([dense(3)]);
  test.each<[string, object, RegExp]>([
    [
      "a model twice",
      { model, base: { model: "mlp" }, vary: { epochs: [1, 2] } },
      /^compare: model: expected one model/,
    ],
    ["a setting of a layer", { model, vary: { dropout: [0, 0.5] } }, /model: \(\{ dropout \}\) => sequential/],
    ["an unread setting", { model: () => model, vary: { units: [1, 2] } }, /does not read units/],
    ["no layer", { model: () => 3, vary: { units: [1, 2] } }, /^compare: model of units 1: expected a layer/],
    ["an architecture that was not called", { model: dense, vary: { units: [1, 2] } }, /^compare: model: /],
    [
      "both ways",
      { vary: { epochs: [1, 2] }, variants: { a: {}, b: {} } },
      /^compare: expected either vary or variants/,
    ],
    ["one variant", { variants: { a: {} } }, /^compare: variants: expected at least two variants/],
    [
      "an option of nothing",
      { variants: { a: {}, b: { options: { epoch: 1 } } } },
      /^compare: variants: b: options: .*epochs/,
    ],
    ["a model that does not fit", { model: sequential([dense(2)]), vary: { epochs: [1, 2] } }, /at least 3 outputs/],
    [
      "data twice",
      { base: { data: "mnist" }, vary: { epochs: [1, 2] } },
      /^compare: data: expected data made in code, or base/,
    ],
    [
      "equal values",
      { vary: { optimizer: ["adam", "adam()"] } },
      /^compare: vary optimizer: expected a list of different values/,
    ],
    [
      "functions that look alike",
      { model: (s: { f: () => ReturnType<typeof dense> }) => s.f(), vary: { f: [() => dense(3), () => dense(3)] } },
      /^compare: vary f: .*Give the functions names that tell them apart/,
    ],
    ["a metric of another task", { metric: "r2", vary: { epochs: [1, 2] } }, /r2/],
  ])("%s is refused", async (_, options, message) => {
    await expect(compare({ ...FAST, data: DATA, ...options })).rejects.toThrow(message);
  });
});
