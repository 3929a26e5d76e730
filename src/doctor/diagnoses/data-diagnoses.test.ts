import { describe, expect, test } from "vitest";
import { evaluationsOf, measured } from "../../../test/examination.ts";
import { advisedBy, foundBy } from "../../../test/found-by.ts";
import { arrays } from "../../data/arrays.ts";
import { RandomStream } from "../../random.ts";
import type { RecipeInput } from "../../recipe/recipe.ts";
import { diagnose } from "../diagnose.ts";
import type { Diagnosis } from "../diagnosis.ts";
import { constantFeatures } from "./constant-features.ts";
import { leakedSamples } from "./leaked-samples.ts";
import { noisyLabels } from "./noisy-labels.ts";
import { nonFiniteInputs } from "./non-finite-inputs.ts";
import { notShuffled } from "./not-shuffled.ts";
import { shiftedParts } from "./shifted-parts.ts";
import { smallValidation } from "./small-validation.ts";
import { unbalancedClasses } from "./unbalanced-classes.ts";
import { unpairedLabels } from "./unpaired-labels.ts";
import { unscaledInputs } from "./unscaled-inputs.ts";

const ALL: readonly Diagnosis[] = [
  unscaledInputs,
  constantFeatures,
  nonFiniteInputs,
  unbalancedClasses,
  unpairedLabels,
  noisyLabels,
  leakedSamples,
  shiftedParts,
  smallValidation,
  notShuffled,
];

test.each(ALL.map((diagnosis) => [diagnosis.name, diagnosis] as const))(
  "%s is silent about a healthy run",
  (_, one) => {
    expect(foundBy(one)).toEqual([]);
    expect(foundBy(one, { probe: undefined, course: undefined, recipe: undefined })).toEqual([]);
  },
);

describe("unscaledInputs", () => {
  const features = (mean: number, std: number) => ({
    mean: Float64Array.of(mean, mean),
    std: Float64Array.of(std, std),
    min: Float64Array.of(mean - 2 * std, mean - 2 * std),
    max: Float64Array.of(mean + 2 * std, mean + 2 * std),
    rms: Math.hypot(mean, std),
  });

  test.each([
    ["bytes as they are", features(33, 78)],
    ["numbers of a millionth", features(0, 1e-6)],
  ])("finds %s", (_, scaled) => {
    const [found] = foundBy(unscaledInputs, { data: { scaled } });
    expect(found.evidence).toHaveLength(2);
    expect(advisedBy(unscaledInputs, { data: { scaled } })[0].change).toEqual({ scaling: "standardize" });
  });

  test("finds one feature that is a thousand times as large as another", () => {
    const scaled = {
      ...features(0, 1),
      std: Float64Array.of(1, 0.001),
      max: Float64Array.of(3, 0.003),
      min: new Float64Array(2),
    };
    expect(foundBy(unscaledInputs, { data: { scaled } })[0].meaning).toContain("very different sizes");
  });

  test("is silent about rare categories, and about indices", () => {
    const rare = { ...features(0, 0.01), max: Float64Array.of(1, 1), rms: 0.01 };
    expect(foundBy(unscaledInputs, { data: { scaled: rare } })).toEqual([]);
    expect(foundBy(unscaledInputs, { data: { kind: "indices", scaled: features(500, 200) } })).toEqual([]);
  });
});

test("constantFeatures: one of many columns is information, a third of them a warning; borders of images are usual", () => {
  const severities = (data: object) => foundBy(constantFeatures, { data }).map(({ severity }) => severity);
  expect(severities({ kind: "table", constant: 0.05 })).toEqual(["information"]);
  expect(severities({ kind: "table", constant: 0.33 })).toEqual([undefined]);
  expect(severities({ kind: "images", constant: 0.4 })).toEqual([]);
  expect(severities({ kind: "images", constant: 0.75 })).toEqual([undefined]);
});

test("nonFiniteInputs names the place, and says what to do there", () => {
  const data = { nonFinite: "train: line 5, column age" };
  expect(foundBy(nonFiniteInputs, { data })).toMatchObject([{ where: data.nonFinite, certain: true }]);
  expect(advisedBy(nonFiniteInputs, { data })[0].text).toContain("line 5, column age");
});

describe("unbalancedClasses", () => {
  const counts = { data: { classCounts: [950, 40, 30] } };

  test("finds classes of very different size", () => {
    expect(foundBy(unbalancedClasses, counts)[0].evidence.map(({ value }) => value > 0.1)).toEqual([true, true]);
    expect(advisedBy(unbalancedClasses, counts)[0].change).toEqual({ classWeights: "balanced" });
  });

  test("is silent where one is half as large as another, and where the loss weighs classes", () => {
    expect(foundBy(unbalancedClasses, { data: { classCounts: [152, 124, 68] } })).toEqual([]);
    const loss = { name: "crossEntropy", values: { classWeights: [1, 20, 30] } };
    expect(foundBy(unbalancedClasses, { ...counts, patient: { training: { loss } } })).toEqual([]);
  });
});

describe("unpairedLabels", () => {
  const falling = [1.1, 0.9, 0.6, 0.4, 0.2];
  const evaluations = evaluationsOf(
    { loss: falling, accuracy: falling.map((loss) => 1 - loss / 2) },
    { loss: [1.1, 1.2, 1.4, 1.6, 1.9], accuracy: [0.35, 0.36, 0.34, 0.35, 0.35] },
    { every: 150, error: 0.02 },
  );
  const near = { train: measured(0.34, 0.02), validation: measured(0.33, 0.03) };

  test("takes neighbors and the network to be found", () => {
    const both = { data: { neighbors: near }, course: { evaluations } };
    expect(foundBy(unpairedLabels, both)[0].evidence).toHaveLength(3);
    expect(foundBy(unpairedLabels, { course: { evaluations } })).toEqual([]);
    expect(foundBy(unpairedLabels, { data: { neighbors: near } })).toEqual([]);
  });

  test("is silent before two epochs, and without a validation part", () => {
    const early = { evaluations: evaluations.slice(0, 2), stepsPerEpoch: 100 };
    expect(foundBy(unpairedLabels, { data: { neighbors: near }, course: early })).toEqual([]);
    const alone = evaluations.map((one) => ({ ...one, validation: undefined }));
    expect(foundBy(unpairedLabels, { data: { neighbors: near }, course: { evaluations: alone } })).toEqual([]);
  });
});

test("noisyLabels takes neighbors and the losses of samples to be found", () => {
  const neighbors = { outvoted: measured(0.3, 0.03) };
  const sampleLosses = Float64Array.from({ length: 500 }, (_, i) => (i % 4 === 0 ? 2.5 : 0.1));
  const both = { data: { neighbors }, course: { sampleLosses } };
  expect(foundBy(noisyLabels, both)[0].meaning).toContain("30 %");
  expect(advisedBy(noisyLabels, both).map(({ change }) => change)).toContainEqual({ labelSmoothing: 0.1 });
  expect(foundBy(noisyLabels, { data: { neighbors } })).toEqual([]);
  expect(foundBy(noisyLabels, { course: { sampleLosses } })).toEqual([]);
});

test("leakedSamples: rows that chance makes equal are information", () => {
  expect(foundBy(leakedSamples, { data: { shared: { test: 0.2 } } })).toMatchObject([{ where: "test" }]);
  expect(foundBy(leakedSamples, { data: { shared: { test: 0.2 } } })[0].severity).toBeUndefined();
  expect(foundBy(leakedSamples, { data: { shared: { test: 0.2, chance: 0.15 } } })[0].severity).toBe("information");
  expect(foundBy(leakedSamples, { data: { shared: { validation: 0.005 } } })).toEqual([]);
});

test("shiftedParts: a part with other means or deviations, unless it is small enough for that to be chance", () => {
  const far = { shift: { test: new Float64Array(4).fill(0.9) } };
  expect(foundBy(shiftedParts, { data: far })).toMatchObject([{ where: "test", evidence: [{}, {}] }]);
  expect(foundBy(shiftedParts, { data: { ...far, samples: { test: 12 } } })).toEqual([]);
  expect(foundBy(shiftedParts, { data: { spread: { validation: new Float64Array(4).fill(0.2) } } })).toHaveLength(1);
});

test("smallValidation warns where there was more to hold out; of few samples it is information", () => {
  const of = (train: number, validation: number, test: number) =>
    foundBy(smallValidation, { data: { samples: { train, validation, test } } }).map(
      ({ severity = "warning" }) => severity,
    );
  expect(of(5000, 20, 1000)).toEqual(["warning"]);
  expect(of(240, 52, 52)).toEqual(["information"]);
  expect(of(5000, 0, 1000)).toEqual(["information"]);
  expect(of(5000, 0, 0)).toEqual(["warning"]);
  expect(of(5000, 500, 0)).toEqual([]);
});

test("smallValidation speaks of what a regression measures", () => {
  const samples = { train: 240, validation: 50, test: 52 };
  const found = foundBy(smallValidation, { data: { samples }, patient: { task: "regression" } });
  expect(found).toMatchObject([{ meaning: expect.stringMatching(/50 samples a root mean squared error .* ± 20 %/) }]);
});

test("notShuffled: batches of one class each, unless they are of few samples", () => {
  expect(foundBy(notShuffled, { data: { batchEntropy: 0.05 } })).toMatchObject([{ where: "batches" }]);
  expect(foundBy(notShuffled, { data: { batchEntropy: 0.05 }, patient: { training: { batchSize: 2 } } })).toEqual([]);
});

describe("seeds make what is found", () => {
  const random = new RandomStream(1, "test");
  const healthy = arrays(
    {
      inputs: Array.from({ length: 600 }, (_, i) =>
        Array.from({ length: 6 }, (_, j) => random.normal() + 2 * ((i >> j) & 1)),
      ),
      labels: Array.from({ length: 600 }, (_, i) => i % 4),
    },
    { validation: 250, test: 50 },
  );
  const recipe: RecipeInput = { model: "mlp", hidden: [4], scaling: "standardize", epochs: 1 };
  const before = ALL.filter(({ phase }) => phase === "before");

  test("none is found in the healthy data", async () => {
    const { findings } = await diagnose({ recipe, data: healthy }, { phases: ["before"], threads: 0 });
    expect(findings.filter(({ diagnosis }) => before.some(({ name }) => name === diagnosis))).toEqual([]);
  });

  test.each(before.map((diagnosis) => [diagnosis.name, diagnosis] as const))("%s", async (name, { seeds }) => {
    const [seed] = seeds;
    const change = seed.recipe?.(recipe as never, healthy) ?? {};
    const data = seed.data?.(healthy, new RandomStream(1, "seed")) ?? healthy;
    const { findings } = await diagnose({ recipe: { ...recipe, ...change }, data }, { phases: ["before"], threads: 0 });
    expect(findings.map(({ diagnosis }) => diagnosis)).toContain(name);
  });
});
