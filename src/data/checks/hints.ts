import { exponentOf } from "../../exact-math/exponent.ts";
import { type Dataset, type NumberArray, type Samples, sampleCount, type Values } from "../dataset.ts";
import { inputRange } from "../input-range.ts";
import { isOneForAll, scaledRange } from "../scaled.ts";
import type { LinearScale, Scaling } from "../scaling.ts";
import { labelsOf } from "../split.ts";
import { featureNames } from "../table/features-of.ts";
import type { TableEncoding } from "../table/table-encoding.ts";

/**
 * Hints, as sentences, at what may be wrong with data that can be trained on: pixels or large inputs that are not scaled,
 * numbers that float32 is too coarse for, classes without training samples.
 * @param firstLayers the names of the layers that see the inputs.
 * @param range of the training inputs, if it is known already.
 */
export function hintsAbout(
  { train, validation, test, classes }: Dataset,
  scaling: Scaling | "none" | undefined,
  firstLayers: readonly string[],
  range = inputRange(train),
): string[] {
  const unscaled = scaling === undefined && !firstLayers.some((name) => /Norm$|^embed/.test(name));
  return [
    ...(unscaled ? aboutSize(train.inputs, range) : []),
    ...aboutDigits(train, range),
    ...aboutClasses(train, [validation, test], classes),
  ];
}

/**
 * A hint if inputs are on another scale than the training inputs of a model: pixels from 0 to 1 for a model that scales
 * bytes itself, or from 0 to 255 for one that was trained on 0 to 1. None if the training inputs are unknown.
 */
export function hintsAboutInputs(
  inputs: ArrayLike<number>,
  seen: readonly [number, number] | undefined,
  { scale, columns }: { scale?: LinearScale; columns?: TableEncoding | undefined } = {},
): string[] {
  if (seen === undefined || inputs.length === 0) return [];
  if (scale !== undefined && !isOneForAll(scale)) return aboutScaled(inputs, seen, scale, columns);
  let largest = 0;
  let isWhole = true;
  for (let i = 0; i < inputs.length; i++) {
    largest = Math.max(largest, Math.abs(inputs[i]));
    isWhole &&= Number.isInteger(inputs[i]);
  }
  const before = Math.max(Math.abs(seen[0]), Math.abs(seen[1]));
  const seenAs = `Inputs reach ${shortly(largest)}; training inputs reached ${shortly(before)}`;
  if (largest > 0 && largest <= 1 && !isWhole && before > 50)
    return [`${seenAs}. The model scales inputs itself: give them as they were in training, not divided by 255.`];
  return largest > 50 && largest > 50 * before ? [`${seenAs}. Use the same units as in training.`] : [];
}

/** Inputs that are far out by the scale of their own feature. */
function aboutScaled(
  inputs: ArrayLike<number>,
  seen: Range,
  scale: LinearScale,
  columns: TableEncoding | undefined,
): string[] {
  const { low, high, lowAt, highAt } = scaledRange(inputs, scale);
  const [largest, at] = -low > high ? [-low, lowAt] : [high, highAt];
  const before = Math.max(Math.abs(seen[0]), Math.abs(seen[1]));
  if (!(largest > 30 && largest > 10 * before)) return [];
  const features = Math.max(...[scale.subtract, scale.multiply].map((part) => Object(part).length ?? 1));
  const feature = at % features;
  const named = columns === undefined ? `feature ${feature} (counted from 0)` : featureNames(columns)[feature];
  return [
    `Scaled as in training, ${named} is ${shortly(inputs[at])}, which becomes ${shortly(largest)}; in training nothing was beyond ${shortly(before)}. Use the same units as in training.`,
  ];
}

type Range = ReturnType<typeof inputRange>;

function aboutSize({ shape, data: inputs }: Values, [low, high]: Range): string[] {
  if (inputs instanceof Uint8Array) return [];
  const span = `Inputs range from ${shortly(low)} to ${shortly(high)} and are not scaled`;
  const isPixels = low >= 0 && high > 100 && high <= 255 && inputs.every((x) => Number.isInteger(x));
  if (isPixels)
    return [
      `${span}. If they are pixels, give them as a Uint8Array, which is scaled to [0, 1], or set scaling: scaleToUnit().`,
    ];
  return Math.max(-low, high) > 100
    ? [
        `${span}: networks learn best from inputs around −1 to 1. Set scaling: standardize(), or start with batchNorm().`,
      ]
    : shape.length === 2
      ? aboutUnits(featureRanges(inputs, shape[1]))
      : [];
}

/** Columns of different units. */
function aboutUnits(ranges: readonly Range[]): string[] {
  const spans = ranges.map(([low, high], feature) => ({ feature, span: high - low })).filter(({ span }) => span > 0);
  if (spans.length < 2) return [];
  const [least, most] = [Math.min, Math.max].map((extreme) => extreme(...spans.map(({ span }) => span)));
  if (most < 1000 * least) return [];
  const [narrow, wide] = [least, most].map((extreme) => spans.find(({ span }) => span === extreme)?.feature);
  return [
    `Feature ${wide} (counted from 0) spans ${shortly(most)}, feature ${narrow} ${shortly(least)}, and they are not scaled: a network hardly sees the smaller one. Set scaling: standardize(), which scales each by itself, or start with batchNorm().`,
  ];
}

/** The smallest and the largest number of each feature of samples [features]. */
export function featureRanges(numbers: NumberArray, features: number): Range[] {
  const low = new Float64Array(features).fill(Infinity);
  const high = new Float64Array(features).fill(-Infinity);
  for (let i = 0, feature = 0; i < numbers.length; i++) {
    low[feature] = Math.min(low[feature], numbers[i]);
    high[feature] = Math.max(high[feature], numbers[i]);
    if (++feature === features) feature = 0;
  }
  return Array.from(low, (lowest, feature) => [lowest, high[feature]]);
}

/** Float32 numbers so far from 0 that their steps are coarse. */
function aboutDigits({ inputs: { data, shape } }: Samples, range: Range): string[] {
  if (!(data instanceof Float32Array)) return [];
  const about = (what: string, [low, high]: Range) => {
    const step = 2 ** (exponentOf(Math.max(-low, high)) - 23);
    return high > low && high - low < 1000 * step
      ? [
          `${what} from ${low} to ${high} in a Float32Array, which has steps of ${shortly(step)} there. Give a Float64Array: their common offset is subtracted before they are rounded.`,
        ]
      : [];
  };
  const together = about("Inputs range", range);
  if (together.length > 0 || shape.length !== 2) return together;
  const ranges = featureRanges(data, shape[1]);
  return ranges.flatMap((own, feature) => about(`Feature ${feature} (counted from 0) ranges`, own)).slice(0, 1);
}

/** Hints at classes without training samples, and at labels that are probably quantities. */
export function aboutClasses(
  train: Samples,
  held: readonly (Samples | undefined)[],
  classes: readonly string[] = [],
): string[] {
  const labels = labelsOf(train);
  if (labels === undefined || classes.length === 0) return [];
  const seen = new Set<number>(labels);
  if (classes.length === 1) return [`All samples are of one class, ${classes[0]}: there is nothing to learn.`];
  if (seen.size > 20 && classes.some((name) => /^-?\d*\.\d*[1-9]/.test(name)))
    return [
      `The labels are ${classes.length} different numbers, such as ${classes.slice(0, 3).join(", ")}, each read as a class. If they are quantities, give them as targets.`,
    ];
  const unseen = classes.filter((_, number) => !seen.has(number));
  if (unseen.length === 0) return [];
  const named = `${unseen.slice(0, 5).join(", ")}${unseen.length > 5 ? `, … (${unseen.length} in all)` : ""}`;
  const untaught = held.reduce(
    (count, part) => count + Array.from((part && labelsOf(part)) ?? []).filter((label) => !seen.has(label)).length,
    0,
  );
  const from1 = unseen.length === 1 && classes[0] === "0" && unseen[0] === "0";
  const shift = from1 ? " If classes are numbered from 1, subtract 1 from every label." : "";
  const also = untaught === 0 ? "" : ` ${untaught} samples of the validation and test sets are of these classes.`;
  return [`None of the ${sampleCount(train)} training samples is of class ${named}.${shift}${also}`];
}

/** A number for a sentence. */
export function shortly(x: number): string {
  return `${Number(x.toPrecision(4))}`;
}
