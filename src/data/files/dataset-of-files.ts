import * as v from "valibot";
import { usageError } from "../../errors.ts";
import { defined } from "../../options/defined.ts";
import { custom, flag, optional, type ValuesOf } from "../../options.ts";
import { sayOnce } from "../../say-once.ts";
import { arrays } from "../arrays.ts";
import type { Dataset } from "../dataset.ts";
import { SPLIT_OPTIONS } from "../split.ts";
import type { NpyArray } from "./parse-npy.ts";

const text = v.pipe(v.string(), v.nonEmpty());

/** An option that names an array, as `accepts` says it. */
export const arrayOption = (accepts: string, doc: string) =>
  optional(custom<string | undefined>(text, undefined, accepts, doc));

/** How arrays become a dataset. */
export const ARRAY_OPTIONS = {
  classes: optional(
    custom<readonly string[] | undefined>(
      v.pipe(v.array(text), v.minLength(2)),
      undefined,
      "a list of names",
      "the names of the classes, in the order of their numbers; by default the numbers",
    ),
  ),
  channelsFirst: flag(false, "whether images are [n, channels, height, width], as PyTorch has them"),
  ...SPLIT_OPTIONS,
};

/** Arrays by what they are for, each with where it is from. */
export interface NamedArrays {
  inputs: Located;
  labels?: Located | undefined;
  targets?: Located | undefined;
  testInputs?: Located | undefined;
  testLabels?: Located | undefined;
  testTargets?: Located | undefined;
}

export interface Located {
  where: string;
  array: NpyArray;
}

/** A dataset of arrays that were read from files. Bytes [n, height, width] are gray images, [n, height, width, 1]. */
export function datasetOfFiles(name: string, given: NamedArrays, values: ValuesOf<typeof ARRAY_OPTIONS>): Dataset {
  const { classes, channelsFirst, test, ...split } = values;
  const set = (inputs: Located, labels: Located | undefined, targets: Located | undefined) => ({
    inputs: imagesOf(inputs, channelsFirst),
    ...defined({
      labels: labels === undefined ? undefined : labelsOf(labels),
      targets: targets === undefined ? undefined : numbersOf(targets),
    }),
  });
  const { testInputs, testLabels, testTargets } = given;
  if (testInputs !== undefined && test !== 0)
    throw usageError({
      where: `${name}: test`,
      expected: "one test set",
      received: `${test} of the samples, and the array ${testInputs.where}`,
      fix: "Leave `test` out.",
    });
  const held = testInputs === undefined ? test : set(testInputs, testLabels, testTargets);
  return arrays(
    { name, ...set(given.inputs, given.labels, given.targets), ...defined({ classes }) },
    { ...split, test: held },
  );
}

const CHANNELS = [1, 3, 4];

function imagesOf(inputs: Located, channelsFirst: boolean) {
  const { shape, data } = numbersOf(inputs);
  if (channelsFirst) return channelsLast(inputs.where, shape, data);
  if (shape.length === 3 && data instanceof Uint8Array) return { shape: [...shape, 1], data };
  if (shape.length === 4 && CHANNELS.includes(shape[1]) && !CHANNELS.includes(shape[3]))
    sayOnce([
      `${inputs.where}: the shape [${shape.join(", ")}] looks like images whose channels come first. Set channelsFirst: true if so.`,
    ]);
  return { shape, data };
}

/** [n, channels, height, width] as [n, height, width, channels]. */
function channelsLast(where: string, shape: readonly number[], data: ReturnType<typeof numbersOf>["data"]) {
  if (shape.length !== 4)
    throw usageError({
      where: `${where}: channelsFirst`,
      expected: "images [n, channels, height, width]",
      received: `the shape [${shape.join(", ")}]`,
    });
  const [n, channels, height, width] = shape;
  const out = data.slice();
  const area = height * width;
  for (let i = 0; i < n; i++)
    for (let c = 0; c < channels; c++)
      for (let at = 0; at < area; at++) out[(i * area + at) * channels + c] = data[(i * channels + c) * area + at];
  return { shape: [n, height, width, channels], data: out };
}

/** One label for each sample: [n], or [n, 1] as Keras has it. */
function labelsOf({ where, array: { shape, data } }: Located) {
  const wide = shape.slice(1).some((length) => length !== 1);
  if (!wide) return data as ArrayLike<number> | readonly string[];
  throw usageError({
    where,
    expected: "one label for each sample, [n]",
    received: `the shape [${shape.join(", ")}]`,
    fix: "Give real numbers, or a column for each class, as targets.",
  });
}

function numbersOf({ where, array: { shape, data } }: Located) {
  if (!Array.isArray(data)) return { shape, data };
  throw usageError({ where, expected: "numbers", received: `words, such as ${JSON.stringify(data[0] ?? "")}` });
}
