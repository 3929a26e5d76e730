import type { NumberArray } from "./dataset.ts";
import { type LinearScale, type NumberScale, type Per, UNSCALED } from "./linear-scale.ts";
import { sizeOf } from "./size-of.ts";

/** What a scaling is fitted to. */
interface Fitted {
  training: NumberArray;
  /** The shape of one sample. */
  sample: readonly number[];
  /** Which features are scaled; all by default. */
  scaled?: readonly boolean[] | undefined;
  /** By default each feature of samples [features] that are not bytes by itself, and all numbers of others together. */
  per?: Per | undefined;
}

/** The scale of a training set, fitted to each feature or channel in turn, or to all numbers that are scaled at once. */
export function fitByFeature(fitted: (training: NumberArray) => NumberScale, given: Fitted): LinearScale {
  const { training, sample, scaled } = given;
  const { per = sample.length === 1 && !(training instanceof Uint8Array) ? "feature" : "all" } = given;
  const width = sizeOf(sample);
  const is = (feature: number) => scaled?.[feature] ?? true;
  const features = Array.from({ length: width }, (_, feature) => feature);
  const some = !features.every(is);
  if (per === "all" && !some) return fitted(training);
  const channels = per === "feature" ? width : (sample.at(-1) ?? 1);
  /** One scale for all features of a group that are scaled; the groups that a feature is in alternate. */
  const groups = per === "all" ? [features] : features.slice(0, channels).map((first) => every(first, channels, width));
  const scales = groups.map((group) => {
    const own = group.filter(is);
    return own.length === 0 ? UNSCALED : fitted(columns(training, own, width));
  });
  const scaleOf = (feature: number) => (is(feature) ? scales[feature % groups.length] : UNSCALED);
  const listed = features.slice(0, some ? width : channels).map(scaleOf);
  return {
    subtract: listed.map(({ subtract }) => subtract),
    multiply: listed.map(({ multiply }) => multiply),
  };
}

/** first, first + step, first + 2 step, … */
function every(first: number, step: number, end: number): number[] {
  return Array.from({ length: Math.ceil((end - first) / step) }, (_, i) => first + i * step);
}

/** The numbers of some features, sample by sample, in the type that they are stored in. */
function columns(numbers: NumberArray, features: readonly number[], width: number): NumberArray {
  const samples = numbers.length / width;
  const found = new (numbers.constructor as new (length: number) => NumberArray)(samples * features.length);
  let at = 0;
  for (let start = 0; start < numbers.length; start += width)
    for (const feature of features) found[at++] = numbers[start + feature];
  return found;
}
