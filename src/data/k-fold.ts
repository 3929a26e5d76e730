import { usageError } from "../errors.ts";
import { count, flag, resolveOptions } from "../options.ts";
import { RandomStream } from "../random.ts";
import { show } from "../show.ts";
import { checkDataset } from "./check-dataset.ts";
import { type Dataset, type NumberArray, type Samples, sampleCount, type Values } from "./dataset.ts";
import { expectDataset } from "./expect-dataset.ts";
import { labelsOf, lineUp, take } from "./split.ts";

export interface FoldOptions {
  /** Which samples are in which fold; the same seed, the same folds (default 1). */
  seed?: number;
  /** Every class in proportion in every fold, to within one sample (default true; real targets have no classes). */
  stratify?: boolean;
}

const OPTIONS = {
  seed: count(1, "Which samples are in which fold.", 0),
  stratify: flag(true, "Every class in proportion in every fold."),
};

/**
 * k datasets for cross-validation: the samples of the training and validation parts are dealt into k folds, of which the
 * i-th dataset validates on the i-th and trains on the others; the test part stays the same. Folds differ in size, and in
 * their number of each class, by at most one. Source: Stone 1974; stratified: Kohavi 1995.
 *
 * `for (const fold of kFold(data, 5, { seed: 1 })) runs.push(await train(model, fold, options));`
 *
 * @throws a usage error unless k is a whole number from 2 to the number of samples.
 */
export function kFold(data: Dataset, k: number, options: FoldOptions = {}): Dataset[] {
  const { seed, stratify } = resolveOptions("kFold", OPTIONS, options, { k: "Give k by itself: kFold(data, 5)." });
  expectDataset("kFold: data", data);
  checkDataset(data);
  const { train, validation, ...rest } = data;
  const samples = validation === undefined ? train : together(train, validation);
  const n = sampleCount(samples);
  if (!(Number.isSafeInteger(k) && k >= 2 && k <= n))
    throw usageError({
      where: "kFold: k",
      expected: `a whole number from 2 to ${n}, the number of samples`,
      received: show(k),
    });

  const labels = stratify ? labelsOf(samples) : undefined;
  const line = lineUp(new RandomStream(seed, "kFold").permutation(n), (i) => labels?.[i] ?? 0);
  const foldOf = new Uint32Array(n);
  line.forEach((sample, place) => {
    foldOf[sample] = place % k; // dealt like cards, class after class
  });
  const indices = Uint32Array.from({ length: n }, (_, i) => i);
  return Array.from({ length: k }, (_, fold) => ({
    ...rest,
    train: take(
      samples,
      indices.filter((i) => foldOf[i] !== fold),
    ),
    validation: take(
      samples,
      indices.filter((i) => foldOf[i] === fold),
    ),
  }));
}

function together(a: Samples, b: Samples): Samples {
  return { inputs: joined(a.inputs, b.inputs), targets: joined(a.targets, b.targets) };
}

function joined(a: Values, b: Values): Values {
  const data = new (a.data.constructor as new (length: number) => NumberArray)(a.data.length + b.data.length);
  data.set(a.data);
  data.set(b.data, a.data.length);
  return { shape: [a.shape[0] + b.shape[0], ...a.shape.slice(1)], data };
}
