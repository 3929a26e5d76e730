import { expect, test } from "vitest";
import type { Dataset } from "../data/dataset.ts";
import { taskOf } from "../data/task-of.ts";
import type { Layer } from "../model/layer.ts";
import { maxPool2d } from "../model/layers/max-pool2d.ts";
import { relu } from "../model/layers/relu.ts";
import { recipeWithoutData } from "../recipe/define-recipe.ts";
import { modelOfRecipe } from "../recipe/model-of-recipe.ts";
import type { RecipeInput } from "../recipe/recipe.ts";
import { recipeTraining } from "../recipe/recipe-training.ts";
import { prepareTraining } from "../train/prepare/prepare-training.ts";
import type { LayerChanges } from "./changed-layers.ts";
import { changedModel, withOptions } from "./changed-model.ts";
import type { Patient } from "./examination.ts";

const data: Dataset = {
  name: "points",
  classes: ["a", "b", "c"],
  train: {
    inputs: { shape: [12, 4], data: Float32Array.from({ length: 48 }, (_, i) => Math.sin(i)) },
    targets: { shape: [12], data: Uint8Array.from({ length: 12 }, (_, i) => i % 3) },
  },
};

async function patientOf(input: RecipeInput): Promise<Patient> {
  const recipe = recipeWithoutData(input);
  const model = modelOfRecipe(recipe, data);
  const options = recipeTraining(recipe, data);
  const training = await prepareTraining(model, data, options);
  return { recipe, data, model, options, training, task: taskOf(data) };
}

const add =
  (...layers: Layer[]): LayerChanges extends ReadonlyMap<string, infer C> ? C : never =>
  (layer) => [layer, ...layers];

test("layers are put in behind a path, taken out, and replaced", async () => {
  const patient = await patientOf({ model: "sequential([dense(8), dropout(0.3), dense(3)])" });
  const text = (changes: LayerChanges) => changedModel(patient, changes)?.model;
  expect(text(new Map([["0.dense", add(relu())]]))).toBe("sequential([dense(8), relu(), dropout(0.3), dense(3)])");
  expect(text(new Map([["1.dropout", () => []]]))).toBe("sequential([dense(8), dense(3)])");
  expect(text(new Map([["1.dropout", () => [relu()]]]))).toBe("sequential([dense(8), relu(), dense(3)])");
  expect(text(new Map([["0.dense", (layer) => [withOptions(layer, { bias: false }, patient)]]]))).toBe(
    "sequential([dense(8, { bias: false }), dropout(0.3), dense(3)])",
  );
});

test("layers within blocks are found by their paths", async () => {
  const model =
    "sequential([dense(8), residual(sequential([dense(8), relu()])), residual(dense(8), { shortcut: dense(8) }), parallel([dense(2), sequential([dense(4)])]), weightNorm(dense(3))])";
  const patient = await patientOf({ model });
  const changed = changedModel(
    patient,
    new Map([
      ["1.residual/block/0.dense", add(relu())],
      ["2.residual/block", add(relu())],
      ["2.residual/shortcut", (layer: Layer) => [withOptions(layer, { bias: false }, patient)]],
      ["3.parallel/1.sequential/0.dense", add(relu())],
    ]),
  );
  expect(changed?.model).toBe(
    "sequential([dense(8), residual(sequential([dense(8), relu(), relu()])), residual(sequential([dense(8), relu()]), { shortcut: dense(8, { bias: false }) }), parallel([dense(2), sequential([dense(4), relu()])]), weightNorm(dense(3))])",
  );
});

test("layers of a repeat that are changed alike stay a repeat, others are written out", async () => {
  const patient = await patientOf({ model: "sequential([repeat(2, [dense(4)]), dense(3)])" });
  const both = new Map([0, 1].map((i) => [`0.repeat/${i}.dense`, add(relu())]));
  expect(changedModel(patient, both)?.model).toBe("sequential([repeat(2, [dense(4), relu()]), dense(3)])");
  const one = new Map([["0.repeat/1.dense", add(relu())]]);
  expect(changedModel(patient, one)?.model).toBe("sequential([sequential([dense(4), dense(4), relu()]), dense(3)])");
});

test("nodes of a graph get several layers as a sequential", async () => {
  const model =
    'graph([["hidden", dense(8), "input"], ["both", "concat", ["hidden", "input"]], ["out", dense(3), "both"]])';
  const patient = await patientOf({ model });
  expect(changedModel(patient, new Map([["hidden", add(relu())]]))?.model).toBe(
    model.replace("dense(8)", "sequential([dense(8), relu()])"),
  );
});

test("an architecture is changed by its keys, by its options where it is written out, and else by its layers", async () => {
  const drop: LayerChanges = new Map([["3.dropout", () => []]]);
  const named = await patientOf({ model: "mlp", hidden: [8], dropout: 0.5 });
  expect(changedModel(named, drop, { dropout: 0.2 })).toEqual({ dropout: 0.2 });
  const written = await patientOf({ model: "mlp({ hidden: [8], dropout: 0.5 })" });
  expect(changedModel(written, drop, { dropout: 0.2, init: "heNormal" })).toEqual({
    model: "mlp({ hidden: [8], dropout: 0.2, init: heNormal() })",
  });
  const layers = changedModel(named, drop);
  expect(layers).toMatchObject({ model: "sequential([flatten(), dense(8), relu(), dense(3)])" });
  expect(recipeWithoutData({ ...named.recipe, ...layers }).model).toBe(layers?.model);
});

test("what cannot be changed or written gives no change", async () => {
  const patient = await patientOf({ model: "sequential([dense(8), dense(3)])" });
  expect(changedModel(patient, new Map([["7.relu", () => []]]))).toBeUndefined();
  expect(changedModel(patient, new Map([["0.dense", add(maxPool2d(2))]]))).toBeUndefined(); // takes images
});
