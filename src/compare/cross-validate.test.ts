import { expect, test } from "vitest";
import { arrays } from "../data/arrays.ts";
import { blobs } from "../data/sources/blobs.ts";
import { dense } from "../model/layers/dense.ts";
import { relu } from "../model/layers/relu.ts";
import { sequential } from "../model/layers/sequential.ts";
import type { RecipeInput } from "../recipe/recipe.ts";
import { crossValidate, type FoldResult } from "./cross-validate.ts";

const inputs = Array.from({ length: 30 }, (_, i) => [((7 * i) % 30) / 15 - 1, (i % 4) / 2]);
const data = arrays({ name: "lines", inputs, targets: inputs.map(([x, y]) => 1000 + 30 * x - y) });
const model = sequential([dense(4), relu(), dense(1)]);

test("a model made in code is judged on every sample once, beside the best constant answer", async () => {
  const seen: FoldResult[] = [];
  const options = { epochs: 2, seed: 3 };
  const host = { threads: 0, validation: 0, onFold: (result: FoldResult) => seen.push(result) };
  const { folds, mean, baseline, units } = await crossValidate({ model, options }, data, 3, host);
  expect(folds.map(({ train, test }) => [train, test])).toEqual([
    [20, 10],
    [20, 10],
    [20, 10],
  ]);
  expect(seen).toEqual(folds);
  expect(folds[0].stopped).toEqual({ reason: "epochs", epoch: 2 });
  expect(mean.rootMeanSquaredError).toMatchObject({ count: 3 });
  expect(baseline.rootMeanSquaredError.mean).toBeGreaterThan(1);
  expect(units.rootMeanSquaredError).toBe("target");
  const again = await crossValidate({ model, options }, data, 3, { threads: 0, validation: 0 });
  expect(again.mean).toEqual(mean);
});

test("samples to stop early with are held out of the training folds, and a seed deals others", async () => {
  const sizes = async (options: object) => {
    const { folds } = await crossValidate({ model, options: { epochs: 1 } }, data, 3, { threads: 0, ...options });
    return folds.map(({ train }) => train);
  };
  expect(await sizes({})).toEqual([17, 17, 17]);
  const of = async (seed: number) =>
    (await crossValidate({ model, options: { epochs: 1 } }, data, 3, { threads: 0, seed })).mean.rootMeanSquaredError;
  expect(await of(1)).not.toEqual(await of(2));
});

test("a recipe is trained on data from a source", async () => {
  const recipe: RecipeInput = { model: "mlp", hidden: [4], epochs: 1 };
  const { folds } = await crossValidate(recipe, blobs({ samples: 30 }), 2, { threads: 0 });
  expect(folds).toHaveLength(2);
});

test.each<[string, () => Promise<unknown>, string]>([
  [
    "a layer alone",
    () => crossValidate(model as never, data, 3),
    "crossValidate: expected a recipe, or { model, options }, received sequential(…). Give { model }.",
  ],
  [
    "a model beside keys of a recipe",
    () => crossValidate({ model, epochs: 3 } as never, data, 3),
    'crossValidate: expected key model or options, received "epochs".',
  ],
  ["an unknown option", () => crossValidate({ model }, data, 3, { validaton: 0 } as never), "Did you mean validation?"],
  ["no data", () => crossValidate({ model }, undefined as never, 3), "crossValidate: data: expected"],
])("refuses %s", async (_, run, message) => {
  await expect(run()).rejects.toThrow(message);
});
