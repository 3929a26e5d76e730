import { expect, test } from "vitest";
import { OPTIONS as compareOptions } from "../compare/compare.ts";
import { IDX_OPTIONS as idxOptions } from "../data/files/idx-options.ts";
import { SPLIT_OPTIONS } from "../data/split.ts";
import { KNOWN } from "../from-spec.ts";
import * as library from "../index.ts";
import { recipeOptions } from "../recipe/recipe.ts";
import { OPTIONS as findRateOptions } from "../train/find-rate/find-rate.ts";
import { trainOptions } from "../train/train-options.ts";
import { nearest } from "./nearest.ts";
import { ELSEWHERE, plainName, synonymsOf } from "./synonyms.ts";

/** What people type, and what all of it may stand for here. */
const TYPED =
  "lr beta1 beta2 epsilon wd kernelSize strides p outFeatures useBias criterion solver mse bce xavier kaiming ema";

/** Every option of a trick or function, former names left out. */
const OPTIONS = new Set([
  ...Object.values(library).flatMap((value) =>
    Object.keys((value as { definition?: { options: object } }).definition?.options ?? {}),
  ),
  ...[trainOptions, compareOptions, idxOptions, recipeOptions, findRateOptions, SPLIT_OPTIONS, KNOWN].flatMap(
    Object.keys,
  ),
  ...["inputs", "labels", "targets", "logits", "input", "training"], // of arrays(), predict() and compileLayer()
]);

test("leads only to names that exist, each in American spelling and listed once", () => {
  const gone = Object.keys(ELSEWHERE).filter((name) => !OPTIONS.has(name) && !Object.hasOwn(library, name));
  expect(gone).toEqual([]);
  for (const [here, text] of Object.entries(ELSEWHERE)) {
    const names = [here, ...text.split(" ")].map(plainName);
    expect(new Set(names).size, here).toBe(names.length);
  }
});

test.each(TYPED.split(" "))("knows %s", (typed) => {
  expect(synonymsOf(typed).filter((name) => OPTIONS.has(name) || Object.hasOwn(library, name))).not.toEqual([]);
});

test.each([
  ["min_lr", findRateOptions, "startRate"],
  ["startLr", findRateOptions, "startRate"],
  ["max_lr", findRateOptions, "endRate"],
  ["normalisation", trainOptions, "scaling"],
  ["optimiser", trainOptions, "optimizer"],
  ["kernelInitialiser", library.dense.definition.options, "init"],
  ["alpha", library.rmsprop.definition.options, "rho"],
  ["lr", library.rmsprop.definition.options, "learningRate"],
  ["num_embeddings", library.embedding.definition.options, "vocabulary"],
  ["inputDim", library.embedding.definition.options, "vocabulary"],
  ["embedding_dim", library.embedding.definition.options, "dimension"],
  ["outputDim", library.embedding.definition.options, "dimension"],
  ["num_groups", library.groupNorm.definition.options, "groups"],
  ["T_max", library.cosineDecay.definition.options, "span"],
  ["eta_min", library.cosineDecay.definition.options, "final"],
  ["max_lr", library.oneCycle.definition.options, "peak"],
  ["max_lr", library.cyclic.definition.options, "high"],
  ["min_lr", library.reduceOnPlateau.definition.options, "minimum"],
  ["rotation", library.augment.definition.options, "rotate"],
  ["horizontal_flip", library.augment.definition.options, "flip"],
  ["layers", library.mlp.definition.options, "hidden"],
  ["dir", idxOptions, "directory"],
  ["root", idxOptions, "directory"],
  ["data_dir", idxOptions, "directory"],
])("%s, among the options of one function, is found", (typed, options, here) => {
  expect(nearest(typed, Object.keys(options))).toBe(here);
});

test("says what to do where no option does it", () => {
  expect(() => library.adam({ amsgrad: true } as object)).toThrow("Take amsgrad(), an optimizer of its own.");
  expect(() => library.kFold({} as never, 5, { n_splits: 5 } as object)).toThrow("as the second argument");
  expect(() => library.dense(3, { inputDim: 2 } as object)).toThrow("Leave it out: shapes follow from the data.");
  expect(() => library.embedding({ inputDim: 10, outputDim: 3 } as never)).toThrow("Did you mean vocabulary?");
});

test("does not mind case, hyphens and underscores", () => {
  expect(synonymsOf("kernel_size")).toEqual(synonymsOf("kernelSize"));
  expect(synonymsOf("Kernel-Size")).toEqual(synonymsOf("kernelSize"));
  expect(synonymsOf("nothing of the kind")).toEqual([]);
});
