import { type Dataset, inputShape, type Samples, sampleCount } from "../../data/dataset.ts";
import { placesOf } from "../../data/layout.ts";
import { UNSCALED } from "../../data/linear-scale.ts";
import { indicesOf } from "../../model/checks/first-layers.ts";
import type { DataFacts, FeatureFacts, Patient } from "../examination.ts";
import { batchEntropy } from "./batch-entropy.ts";
import { batchVariance } from "./batch-variance.ts";
import { chanceOfTwins } from "./chance-of-twins.ts";
import { classCounts } from "./class-counts.ts";
import { classLabels } from "./class-labels.ts";
import { featureFacts } from "./feature-facts.ts";
import { featuresOf } from "./features-of.ts";
import { firstNonFinite } from "./first-non-finite.ts";
import { neighborFacts } from "./neighbor-facts.ts";
import { pickedRows } from "./picked-rows.ts";
import { known, ownShares, sharedShare } from "./twins.ts";

/**
 * What is in the data. Of each part at most 20,000 samples are looked at, evenly spread; those whose weight is 0 are none of
 * them. A fact that does not apply is neutral: shares are 0, the entropy is 1, lists are undefined.
 */
export function dataFacts({ data: given, training }: Patient): DataFacts {
  const { data, layer, scale, task } = training;
  const { train, validation, test } = data;
  const indices = indicesOf(layer);
  const features = featuresOf(data, indices);
  const rows = pickedRows(train);
  const raw = featureFacts(train.inputs, rows, features);
  const isUnscaled = scale.subtract === UNSCALED.subtract && scale.multiply === UNSCALED.multiply;
  const scaled = isUnscaled ? raw : featureFacts(train.inputs, rows, features, scale);
  const own = known(train, rows, countingOf(train));
  const shared = (part: Samples | undefined) => (part === undefined ? 0 : sharedShare(part, pickedRows(part), own));
  const factsOf = (part: Samples | undefined) => part && featureFacts(part.inputs, pickedRows(part), features).facts;
  const others = { validation: factsOf(validation), test: factsOf(test) };
  const shift = (part: FeatureFacts | undefined) => part && shiftOf(raw.facts, part);
  const spread = (part: FeatureFacts | undefined) => part && spreadOf(raw.facts, part);
  const labels = classLabels(training);
  return {
    kind: kindOf(data, indices !== undefined && indices.among === undefined),
    features: features.names,
    raw: raw.facts,
    scaled: scaled.facts,
    constant: raw.constant,
    nonFinite: firstNonFinite(given),
    samples: {
      train: data.stream?.samples ?? sampleCount(train),
      validation: validation ? sampleCount(validation) : 0,
      test: test ? sampleCount(test) : 0,
    },
    classCounts: classCounts(training, rows),
    targets: task === "regression" ? targetFacts(data, rows) : undefined,
    shared: { validation: shared(validation), test: shared(test), chance: chanceOfTwins(train, rows) },
    ...ownShares(own),
    shift: { validation: shift(others.validation), test: shift(others.test) },
    spread: { validation: spread(others.validation), test: spread(others.test) },
    batchEntropy:
      labels !== undefined
        ? batchEntropy(labels, training)
        : task === "regression" && data.layout?.targets === undefined
          ? batchVariance(train.targets, training)
          : 1,
    neighbors: indices === undefined ? neighborFacts(training) : undefined,
  };
}

function kindOf(data: Dataset, areIndices: boolean): DataFacts["kind"] {
  if (areIndices) return "indices";
  if (data.columns !== undefined) return "table";
  return inputShape(data.train).length === 3 ? "images" : "numbers";
}

/** How many samples have a weight above 0. */
function countingOf(samples: Samples): number {
  const { weights } = samples;
  return weights === undefined ? sampleCount(samples) : weights.filter((weight: number) => weight > 0).length;
}

/** |mean − mean of training| / deviation of training, by feature. */
function shiftOf(train: FeatureFacts, part: FeatureFacts): Float64Array {
  return train.std.map((std, i) => {
    const distance = Math.abs(part.mean[i] - train.mean[i]);
    return distance === 0 ? 0 : distance / std;
  });
}

/** Deviation of the part / deviation of training, by feature. */
function spreadOf(train: FeatureFacts, part: FeatureFacts): Float64Array {
  return train.std.map((std, i) => (part.std[i] === std ? 1 : part.std[i] / std));
}

/** Of real targets; of several targets by name those that are real. */
function targetFacts({ train, layout }: Dataset, rows: Uint32Array): DataFacts["targets"] {
  const { targets } = train;
  const width = targets.data.length / targets.shape[0];
  const parts = layout?.targets;
  const real = parts && placesOf(parts).filter((_, i) => parts[i].classes === undefined);
  const of = new Int32Array(width).fill(real === undefined ? 0 : -1);
  let count = 0;
  for (const { start, size } of real ?? [{ start: 0, size: width }])
    for (let i = start; i < start + size; i++) of[i] = count++;
  const names = Array.from({ length: count }, (_, i) => `target ${i}`);
  const { mean, std } = featureFacts(targets, rows, { of, names }).facts;
  return { mean: [...mean], std: [...std] };
}
