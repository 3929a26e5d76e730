import * as v from "valibot";
import { runError, usageError } from "../errors.ts";
import { defined } from "../options/defined.ts";
import { isPlainObject } from "../options/plain-object.ts";
import { show } from "../options/show.ts";
import { type Checks, count, custom, optional, positive, refused, resolveOptions } from "../options.ts";
import { RandomStream } from "../random.ts";
import type { HeldOut } from "./array-source.ts";
import { arrays } from "./arrays.ts";
import type { Dataset } from "./dataset.ts";
import type { NumberArray, Samples, Values } from "./samples.ts";
import { take } from "./split.ts";

/** How streamed samples are to be read. */
export interface StreamedOptions {
  /** Samples to watch training with, in memory. None by default. */
  validation?: HeldOut | undefined;
  /** Samples to judge the trained model with, in memory. None by default. */
  test?: HeldOut | undefined;
  /** The names of the classes, or how many there are; needed with labels. */
  classes?: readonly string[] | number | undefined;
  /** How many samples are kept to fit the scaling and to check the data: drawn at random from all. Default: `20,000`. */
  sample?: number | undefined;
  /** Megabytes of samples that are on the device at once, among which they are shuffled. Default: `8`, which stay in the caches of most processors. */
  memory?: number | undefined;
  /** Which samples these are. Default: `1`. */
  seed?: number | undefined;
  /** The name of the dataset, used in error messages. Default: `"streamed"`. */
  name?: string | undefined;
}

/** Some samples: inputs [n, …features] with labels [n], or with real targets [n, outputs]. */
export type StreamedBatch = HeldOut;
/** Gives all samples anew at every call, some at a time, in the same order. */
export type StreamedBatches = () => AsyncIterable<StreamedBatch> | Iterable<StreamedBatch>;

export const OPTIONS = {
  validation: optional(custom(v.looseObject({}), undefined, "samples, { inputs, labels } or { inputs, targets }")),
  test: optional(custom(v.looseObject({}), undefined, "samples, { inputs, labels } or { inputs, targets }")),
  classes: optional(
    custom(v.union([v.number(), v.array(v.string())]), undefined, "the names of the classes, or how many there are"),
  ),
  sample: count(20_000, "samples that are kept to fit the scaling"),
  memory: positive(8, "megabytes of samples that are on the device at once, among which they are shuffled"),
  seed: count(1, "which samples these are", 0),
  name: optional(custom(v.string(), undefined, "a string")),
} satisfies Checks<StreamedOptions>;

/**
 * A dataset whose training samples are read anew in every epoch, some at a time, so that they need not fit into memory: of a
 * function that gives them in batches of any size. Reads all of them once, to count and check them, and keeps some at random:
 * the scaling is fitted to these. In training each sample is seen once an epoch, shuffled among those that are in memory
 * together (`memory`), so a source in the order of its classes should be shuffled once before.
 * @throws a usage error for what is no function of batches, and for samples that do not fit; a run error for an empty stream.
 * @example
 * async function* batches() {
 *   for (let i = 0; i < 100; i++) yield { inputs: [[i, 1], [i, 2]], targets: [[i + 1], [i + 2]] };
 * }
 * const data = await streamed(batches);
 */
export async function streamed(batches: StreamedBatches, options: StreamedOptions = {}): Promise<Dataset> {
  const { sample, memory, seed, name = "streamed" } = resolveOptions("streamed", OPTIONS, options);
  const { validation, test, classes } = options;
  if (typeof batches !== "function")
    throw usageError({
      where: `${name}: batches`,
      expected: "a function that gives all batches anew in every epoch",
      received: show(batches),
      fix: "Give the generator function itself, as async function* () { yield { inputs, labels }; }.",
    });
  const { samples, kept } = await drawn(samplesOf(name, batches, classes), sample, seed);
  if (kept === undefined) throw runError({ where: name, expected: "at least one sample", received: "none" });
  const held = (part: HeldOut | undefined, of: string) => part && samplesIn(`${name}: ${of}`, part, classes);
  return {
    name,
    train: kept,
    ...defined({ validation: held(validation, "validation"), test: held(test, "test"), classes: namesOf(classes) }),
    stream: { samples, memory, read: () => samplesOf(name, batches, classes, kept) },
  };
}

/** @param like samples that were checked: others of their form are taken as they are. */
async function* samplesOf(
  name: string,
  batches: StreamedBatches,
  classes: StreamedOptions["classes"],
  like?: Samples,
): AsyncGenerator<Samples> {
  let seen = 0;
  const given: unknown = batches();
  if (typeof given !== "object" || given === null || !(Symbol.asyncIterator in given || Symbol.iterator in given))
    throw refused(`${name}: batches()`, "an iterable of { inputs, labels } or { inputs, targets }", given);
  for await (const batch of given as AsyncIterable<StreamedBatch>) {
    const samples =
      (like && asTheyAre(batch, like, typeof classes === "number" ? classes : (classes?.length ?? 0))) ??
      samplesIn(`${name}: batch after ${seen} samples`, batch, classes);
    seen += samples.inputs.shape[0];
    yield samples;
  }
}

/** Samples whose numbers lie as they are stored already; undefined for others. */
function asTheyAre({ inputs, labels, targets }: StreamedBatch, like: Samples, classes: number): Samples | undefined {
  const isStored = (values: unknown, { shape, data }: Values): values is Values => {
    const given = values as Partial<Values> | undefined;
    return given?.data?.constructor === data.constructor && given.shape?.slice(1).join() === shape.slice(1).join();
  };
  const learned = ArrayBuffer.isView(labels) ? { shape: [(labels as NumberArray).length], data: labels } : targets;
  if (!isStored(inputs, like.inputs) || !isStored(learned, like.targets)) return undefined;
  const [count] = inputs.shape;
  if (labels !== undefined && most(learned.data) >= classes) return undefined;
  const whole = (values: Values, { shape, data }: Values) =>
    values.shape[0] === count && values.data.length === (count * data.length) / shape[0];
  if (!whole(inputs, like.inputs) || !whole(learned, like.targets)) return undefined;
  return { inputs, targets: learned };
}

function samplesIn(where: string, batch: HeldOut, classes: StreamedOptions["classes"]): Samples {
  if (!isPlainObject(batch)) throw refused(where, "{ inputs, labels } or { inputs, targets }", batch);
  if (batch.labels !== undefined && classes === undefined)
    throw usageError({
      where,
      expected: "the classes of the labels, as an option: a batch need not have all of them",
      received: "none",
      fix: "streamed(batches, { classes: 10 }), or their names.",
    });
  return arrays({
    name: where,
    inputs: batch.inputs,
    ...defined({ labels: batch.labels, targets: batch.targets, classes: batch.labels && classes }),
  } as never).train;
}

function most(labels: NumberArray): number {
  let largest = 0;
  for (let i = 0; i < labels.length; i++) if (labels[i] > largest) largest = labels[i];
  return largest;
}

function namesOf(classes: StreamedOptions["classes"]): readonly string[] | undefined {
  return typeof classes === "number" ? Array.from({ length: classes }, (_, i) => `${i}`) : classes;
}

/**
 * How many samples there are, and up to `most` of them drawn at random, in their order. Source: Vitter 1985, algorithm R: the
 * i-th sample takes the place of a random one of those that are kept with probability most / i.
 */
export async function drawn(
  blocks: AsyncIterable<Samples>,
  most: number,
  seed: number,
): Promise<{ samples: number; kept: Samples | undefined }> {
  const random = new RandomStream(seed, "streamed");
  const kept: { number: number; of: Samples }[] = [];
  let samples = 0;
  for await (const block of blocks) {
    const rows = block.inputs.shape[0];
    for (let row = 0; row < rows; row++, samples++) {
      const place = samples < most ? samples : Math.floor(random.uniform() * (samples + 1));
      if (place < most) kept[place] = { number: samples, of: take(block, [row]) };
    }
  }
  kept.sort((a, b) => a.number - b.number);
  return { samples, kept: kept.length === 0 ? undefined : joined(kept.map(({ of }) => of)) };
}

function joined(all: readonly Samples[]): Samples {
  const together = (of: "inputs" | "targets") => {
    const [{ shape, data }] = all.map((samples) => samples[of]);
    const numbers = new (data.constructor as new (length: number) => typeof data)(data.length * all.length);
    all.forEach((samples, i) => {
      numbers.set(samples[of].data, i * data.length);
    });
    return { shape: [all.length, ...shape.slice(1)], data: numbers };
  };
  return { inputs: together("inputs"), targets: together("targets") };
}
