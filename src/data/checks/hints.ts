import { type Dataset, type NumberArray, type Samples, sampleCount } from "../dataset.ts";
import { rangeOf, type Scaling } from "../scaling.ts";
import { labelsOf } from "../split.ts";

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
    ...(unscaled ? aboutSize(train.inputs.data, range) : []),
    ...aboutDigits(train, range),
    ...aboutClasses(train, [validation, test], classes),
  ];
}

/** The smallest and the largest training input, saved with a model for `hintsAboutInputs`. */
export function inputRange({ inputs }: Samples): readonly [number, number] {
  const { low, high } = rangeOf(inputs.data);
  return [low, high];
}

/**
 * A hint if inputs are on another scale than the training inputs of a model: pixels from 0 to 1 for a model that scales
 * bytes itself, or from 0 to 255 for one that was trained on 0 to 1. None if the training inputs are unknown.
 */
export function hintsAboutInputs(inputs: ArrayLike<number>, seen: readonly [number, number] | undefined): string[] {
  if (seen === undefined || inputs.length === 0) return [];
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

type Range = ReturnType<typeof inputRange>;

function aboutSize(inputs: NumberArray, [low, high]: Range): string[] {
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
    : [];
}

/** Float32 numbers so far from 0 that their steps are coarse. */
function aboutDigits({ inputs: { data } }: Samples, [low, high]: Range): string[] {
  if (!(data instanceof Float32Array)) return [];
  const step = 2 ** (Math.floor(Math.log2(Math.max(-low, high))) - 23);
  return high > low && high - low < 1000 * step
    ? [
        `Inputs range from ${low} to ${high} in a Float32Array, which has steps of ${shortly(step)} there. Give a Float64Array: their common offset is subtracted before they are rounded.`,
      ]
    : [];
}

function aboutClasses(
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
