import { expect, test } from "vitest";
import type { Dataset } from "../../data/dataset.ts";
import { recipeWithoutData } from "../../recipe/define-recipe.ts";
import type { RecipeInput } from "../../recipe/recipe.ts";
import { startingWeights } from "../../train/prepare/starting-weights.ts";
import type { Diagnosis, Found } from "../diagnosis.ts";
import type { Examination, ProbeFacts } from "../examination.ts";
import { dataFacts } from "../examine/data-facts.ts";
import { layerFacts } from "../examine/layer-facts.ts";
import { patientOf } from "../patient.ts";
import * as catalogue from "./index.ts";

const numbers = Float32Array.from({ length: 480 }, (_, i) => 2 * Math.sin(i * i));
const points: Dataset = {
  name: "points",
  classes: ["a", "b", "c"],
  train: {
    inputs: { shape: [120, 4], data: numbers },
    targets: { shape: [120], data: Uint8Array.from({ length: 120 }, (_, i) => i % 3) },
  },
};
const quantities: Dataset = {
  name: "quantities",
  train: { inputs: points.train.inputs, targets: { shape: [120, 1], data: numbers.subarray(0, 120) } },
};
const images: Dataset = {
  name: "images",
  classes: ["a", "b", "c"],
  train: {
    inputs: { shape: [40, 8, 8, 1], data: Float32Array.from({ length: 2560 }, (_, i) => Math.sin(i)) },
    targets: { shape: [40], data: Uint8Array.from({ length: 40 }, (_, i) => i % 3) },
  },
};

const all: Readonly<Record<keyof typeof catalogue, Diagnosis>> = { ...catalogue };

/** What is known of a run before it is trained, with what a probe is said to have shown. */
async function examinationOf(recipe: RecipeInput, data = points, probe?: Partial<ProbeFacts>): Promise<Examination> {
  const patient = await patientOf({ recipe, data });
  return {
    patient,
    data: dataFacts(patient),
    layers: layerFacts(patient, await startingWeights(patient.training, {})),
    ...(probe && { probe: probe as ProbeFacts }),
  };
}

function foundBy(name: keyof typeof all, examination: Examination): readonly Found[] {
  const { find, thresholds } = all[name];
  const limits = Object.fromEntries(Object.entries(thresholds).map(([key, { value }]) => [key, value]));
  return [find(examination, limits) ?? []].flat();
}

/** The names of the diagnoses of structure that find something. */
async function found(recipe: RecipeInput, data?: Dataset, probe?: Partial<ProbeFacts>): Promise<string[]> {
  const examination = await examinationOf(recipe, data, probe);
  const names = (Object.keys(all) as (keyof typeof all)[]).filter((name) => all[name].group === "structure");
  return names.filter((name) => foundBy(name, examination).length > 0);
}

/** The recipe with the first cure of a diagnosis. */
async function cured(name: keyof typeof all, recipe: RecipeInput, data?: Dataset): Promise<string> {
  const examination = await examinationOf(recipe, data);
  const [first] = foundBy(name, examination);
  const [{ change }] = all[name].cures(first, examination);
  const whole = recipeWithoutData({ ...recipe, ...change });
  return String(whole.model);
}

test.each([
  ["mlp of two layers", { model: "mlp", hidden: [16, 16], init: "heNormal" }],
  ["mlp with normalization and dropout", { model: "mlp", hidden: [16], norm: "batch", dropout: 0.1 }],
  [
    "bottleneck without an activation",
    { model: "sequential([dense(32), relu(), dense(4), dense(32), relu(), dense(3)])" },
  ],
  [
    "selu with its own weights",
    { model: "sequential([dense(32, { init: lecunNormal() }), selu(), alphaDropout(0.1), dense(3)])" },
  ],
  ["gelu with layerNorm", { model: "sequential([dense(32), layerNorm(), gelu(), dense(3)])" }],
  [
    "residual block that begins as nothing",
    {
      model:
        "sequential([dense(8), relu(), residual(sequential([dense(8), relu(), dense(8, { init: zeros() })])), dense(3)])",
    },
  ],
  ["last layer that begins at 0", { model: "sequential([dense(8), relu(), dense(3, { init: zeros() })])" }],
  [
    "layers in a row in a branch and behind it",
    { model: "sequential([parallel([dense(8), sequential([dense(8), relu()])]), dense(3)])" },
  ],
] as [string, RecipeInput][])("a healthy run has no disease of its structure: %s", async (_, recipe) => {
  expect(await found(recipe)).toEqual([]);
});

test.each([
  [
    "separable convolution",
    { model: "sequential([depthwiseConv2d(3), conv2d(8, 1), relu(), globalAveragePool(), dense(3)])" },
  ],
  [
    "convolutions with maxima between",
    { model: "sequential([conv2d(8, 3), maxPool2d(2), relu(), flatten(), dense(3)])" },
  ],
] as [string, RecipeInput][])("a healthy run of images has none either: %s", async (_, recipe) => {
  expect(await found(recipe, images)).toEqual([]);
});

test("softplus on quantities above 0 is meant so, relu on others is not", async () => {
  const above: Dataset = {
    ...quantities,
    train: { ...quantities.train, targets: { shape: [120, 1], data: numbers.subarray(0, 120).map(Math.abs) } },
  };
  expect(await found({ model: "sequential([dense(16), relu(), dense(1), softplus()])" }, above)).toEqual([]);
  const recipe = { model: "sequential([dense(16), relu(), dense(1), relu()])" } as const;
  expect(await found(recipe, quantities)).toEqual(["activationOnOutput"]);
  expect(await cured("activationOnOutput", recipe, quantities)).toBe("sequential([dense(16), relu(), dense(1)])");
});

test("probabilities before a loss that takes scores are found, also where train refuses them", async () => {
  for (const last of ["softmax", "sigmoid"]) {
    const recipe = { model: `sequential([dense(16), relu(), dense(3), ${last}()])` } as RecipeInput;
    expect(await found(recipe)).toEqual(["softmaxBeforeLogits"]);
    expect(await cured("softmaxBeforeLogits", recipe)).toBe("sequential([dense(16), relu(), dense(3)])");
  }
});

test("a loss that does not fit the targets is found, also where train refuses it", async () => {
  expect(await found({ model: "mlp", loss: "meanSquaredError" })).toEqual(["wrongLoss"]);
  expect(await found({ model: "mlp", loss: "crossEntropy" }, quantities)).toEqual(["wrongLoss"]);
  const binary = {
    ...points,
    classes: ["no", "yes"],
    train: { ...points.train, targets: { shape: [120], data: points.train.targets.data.map((x) => x % 2) } },
  };
  expect(await found({ model: "mlp", loss: "meanSquaredError" }, binary)).toEqual(["wrongLoss"]);
  expect(await found({ model: "mlp" }, binary)).toEqual([]);
});

test("layers without an activation between them are found, and get one", async () => {
  const recipe = { model: "sequential([dense(16), batchNorm(), dropout(0.1), dense(8), tanh(), dense(3)])" } as const;
  expect(await found(recipe)).toContain("missingNonlinearity");
  expect(await cured("missingNonlinearity", recipe)).toBe(
    "sequential([dense(16), batchNorm(), tanh(), dropout(0.1), dense(8), tanh(), dense(3)])",
  );
});

test("weights that begin alike are found, and are drawn", async () => {
  const recipe: RecipeInput = { model: "mlp", hidden: [8], init: "zeros" };
  expect(await found(recipe)).toEqual(["symmetricWeights"]);
  const examination = await examinationOf(recipe);
  const [{ change }] = all.symmetricWeights.cures(foundBy("symmetricWeights", examination)[0], examination);
  expect(change).toEqual({ init: "glorotUniform" }); // the default of an mlp
});

test("weights that do not fit are a warning where signals show it", async () => {
  const recipe: RecipeInput = { model: "mlp", hidden: [16, 16], init: "truncatedNormal({ std: 3 })" };
  const alone = foundBy("initActivationMisfit", await examinationOf(recipe));
  expect(alone.map(({ evidence }) => evidence.length)).toEqual([1]);
  const signal = { step: 1, epoch: 1, mean: 0, std: 60, layer: "3.dense" };
  const firstLoss = { mean: 40, error: 1, count: 8 };
  const probed = foundBy(
    "initActivationMisfit",
    await examinationOf(recipe, points, { firstSignals: [signal], firstLoss, simplestLoss: 0.7 }),
  );
  expect(probed.map(({ evidence }) => evidence.length)).toEqual([3]);
});

test("dropout on the outputs and before batchNorm is found, and so is too much of it", async () => {
  expect(await found({ model: "sequential([dense(8), relu(), dense(3), dropout(0.3)])" })).toEqual([
    "misplacedDropout",
  ]);
  const before = "sequential([dense(8, { bias: false }), dropout(0.3), batchNorm(), relu(), dense(3)])";
  expect(await cured("misplacedDropout", { model: before })).toBe(
    "sequential([dense(8, { bias: false }), batchNorm(), dropout(0.3), relu(), dense(3)])",
  );
  const much = await examinationOf({ model: "mlp", dropout: 0.9 }, points, { modes: { training: 2, inference: 1 } });
  expect(foundBy("excessiveDropout", much).map(({ evidence }) => evidence.length)).toEqual([2]);
});

test("a bias before batchNorm is information, and batches of two are a warning", async () => {
  expect(await found({ model: "sequential([dense(8), batchNorm(), relu(), dense(3)])" })).toEqual(["biasBeforeNorm"]);
  const tiny = await examinationOf({ model: "mlp", norm: "batch", batchSize: 2 });
  expect(foundBy("tinyBatchNorm", tiny).map(({ evidence }) => evidence.length)).toEqual([2]);
  const model = "sequential([dense(8), batchNorm(), relu(), dense(3)])" as const;
  const frozen = await examinationOf({ model, batchSize: 2, freeze: "1.batchNorm" });
  expect(foundBy("tinyBatchNorm", frozen)).toEqual([]);
});

test("rates, constants and batches far from the usual are found", async () => {
  expect(await found({ model: "mlp", hidden: [16], learningRate: 0.3 })).toEqual(["rateOutOfRange"]);
  expect(await found({ model: "mlp", hidden: [16], optimizer: "adam({ eps: 1 })" })).toEqual(["optimizerConstantsOff"]);
  expect(await found({ model: "mlp", hidden: [16], optimizer: "adam({ b2: 0.1 })" })).toEqual([
    "optimizerConstantsOff",
  ]);
  expect(await found({ model: "mlp", hidden: [16], batchSize: 120, epochs: 10 })).toEqual(["batchSizeOff"]);
  expect(await found({ model: "mlp", hidden: [16], batchSize: 120, epochs: 500 })).toEqual([]);
  expect(await found({ model: "mlp", hidden: [2] })).toEqual(["capacityOff"]);
});

test("strong augmentation is found, and made mild", async () => {
  const recipe = { model: "sequential([flatten(), dense(3)])", augmentRotate: 180 } as const;
  const examination = await examinationOf(recipe, images, { augmented: 0.5, modes: { training: 1, inference: 1 } });
  const [strong] = foundBy("augmentationTooStrong", examination);
  expect(strong.evidence.length).toBe(2);
  const [{ change }] = all.augmentationTooStrong.cures(strong, examination);
  expect(recipeWithoutData({ ...recipe, ...change }).augment).toBe("augment({ rotate: 10 })");
});
