import { csv, type Dataset, idx, imageFolder, withSizes } from "evenkeel";
import type { RecipeJson } from "../experiment.ts";
import type { OwnData } from "../own-data.ts";
import { arraysIn } from "./arrays-in.ts";
import { asPngs } from "./as-png.ts";
import { readAtOnce } from "./read-at-once.ts";

/** The part of the samples that is held out for each set, as recipes hold it out. */
const HELD_OUT = 0.15;

/**
 * The dataset of files that were dropped, for a recipe whose keys say which columns are used and how many samples go where.
 * @param tell how many files were read, where there are many.
 * @throws what the library says of the files, by row and column.
 */
export async function ownDataset(
  own: OwnData,
  recipe: RecipeJson = {},
  tell?: (done: number) => void,
): Promise<Dataset> {
  const split = {
    validation: recipe.validationSize ?? HELD_OUT,
    test: recipe.testSize ?? HELD_OUT,
    seed: recipe.dataSeed ?? 1,
  } as { validation: number; test: number; seed: number };
  const data = await read(own, recipe, split, tell);
  return recipe.trainSize === undefined ? data : withSizes(data, { train: Number(recipe.trainSize) });
}

async function read(own: OwnData, recipe: RecipeJson, split: object, tell?: (done: number) => void): Promise<Dataset> {
  if (own.kind === "csv") {
    const { ignore, numeric, categorical, group, order, task, sampleWeights: weights } = recipe;
    const target = recipe.target ?? own.target;
    const given = { target, ignore, numeric, categorical, group, order, task, weights, ...split, name: own.name };
    return csv(own.files[0].blob, given as Parameters<typeof csv>[1] as { target: string });
  }
  if (own.kind === "images") {
    const files = await asPngs(await readAtOnce(own, tell));
    return imageFolder(files, { size: own.size, ...split });
  }
  const { images, labels, testImages, testLabels } = arraysIn(own.files);
  const training = { images: images.blob, labels: labels.blob, ...split };
  if (testImages === undefined) return idx(training);
  return idx({ ...training, testImages: testImages.blob, testLabels: testLabels?.blob, test: 0 });
}
