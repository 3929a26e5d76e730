import { defined } from "../../options/defined.ts";
import { type Checks, count, resolveOptions } from "../../options.ts";
import { RandomStream } from "../../random.ts";
import type { Dataset, Samples } from "../dataset.ts";
import { write } from "./digits/hand.ts";
import { Pen, SIDE } from "./digits/pen.ts";

/** How many digits to draw, and the seed. */
export interface DigitsOptions {
  /** Seed of the digits (default 1). */
  seed?: number;
  /** Training samples, from 10 to a million (default 6000). */
  train?: number;
  /** Validation samples (default 1000); 0 for no validation set. */
  validation?: number;
  /** Test samples (default 1000); 0 for no test set. */
  test?: number;
}

/** In one set: 784 MB of pixels, about 50 µs to draw each. */
export const MOST_DIGITS = 1_000_000;

export const OPTIONS = {
  seed: count(1, "seed of the digits", 0),
  train: count(6000, "training samples", 10, MOST_DIGITS),
  validation: count(1000, "validation samples; 0 for none", 0, MOST_DIGITS),
  test: count(1000, "test samples; 0 for none", 0, MOST_DIGITS),
} satisfies Checks<DigitsOptions>;

const CLASSES = Array.from({ length: 10 }, (_, digit) => `${digit}`);
const PIXELS = SIDE * SIDE;

/**
 * Digits drawn from strokes, like handwriting: a dataset that needs no download and is not trivial to learn.
 *
 * Inputs are bytes [n, 28, 28, 1] from 0 (paper) to 255 (ink), like MNIST: the digit fills a box of 20 × 20 pixels, moved
 * by whole pixels so that its center of mass lies in pixel (14, 14), or as near to it as the box fits. Targets are the
 * digits, bytes [n], in equal numbers and shuffled.
 *
 * Sample i of a set depends only on the seed, the set and i, not on the number of samples, and is the same on every
 * platform. The sets have no samples in common.
 *
 * `const { train, validation, test, classes } = await digits({ seed: 1, train: 6000, validation: 1000, test: 1000 })`
 * @throws a usage error for an unknown option, a seed or a size that is not a whole number of at least 0, and fewer than
 * 10 training samples.
 * @example
 * const { train, validation } = await digits({ train: 100, test: 0 });
 */
export async function digits(options: DigitsOptions & { test: 0 }): Promise<Dataset>;
/**
 * Handwritten-like digits drawn from strokes: a dataset that needs no download and still has to be learned.
 *
 * Inputs are bytes [n, 28, 28, 1] from 0 (paper) to 255 (ink), in the manner of MNIST: the digit fills a box of 20 × 20,
 * moved by whole pixels so that its center of mass lies in pixel (14, 14), or as near as the image has room for the box.
 * Targets are the digits, bytes [n], in equal numbers and shuffled.
 *
 * Sample i of a part depends on the seed, the part and i alone, not on how many are asked for, and is the same on every
 * platform. The parts have no sample in common.
 * @throws a usage error for an unknown option, a seed or a size that is not a whole number of at least 0, and fewer than
 * 10 samples to train on.
 * @example
 * const { train, validation, test, classes } = await digits({ seed: 1, train: 6000, validation: 1000, test: 1000 });
 */
export async function digits(options?: DigitsOptions): Promise<Dataset & { test: Samples }>;
export async function digits(options: DigitsOptions = {}): Promise<Dataset> {
  const { seed, train, validation, test } = resolveOptions("digits", OPTIONS, options);
  return {
    name: "digits",
    train: drawSet(seed, "train", train),
    ...defined({
      validation: validation === 0 ? undefined : drawSet(seed, "validation", validation),
      test: test === 0 ? undefined : drawSet(seed, "test", test),
    }),
    classes: CLASSES,
  };
}

function drawSet(seed: number, part: string, size: number): Samples {
  const inputs = new Uint8Array(size * PIXELS);
  const targets = shuffledDigits(seed, part, size);
  const pen = new Pen();
  for (let i = 0; i < size; i++) {
    const random = new RandomStream(seed, `digits/${part}`, i);
    const { traces, softness } = write(targets[i], random);
    pen.draw(traces, softness, random, inputs.subarray(i * PIXELS, (i + 1) * PIXELS));
  }
  return { inputs: { shape: [size, SIDE, SIDE, 1], data: inputs }, targets: { shape: [size], data: targets } };
}

/** Every ten consecutive samples contain each digit once, in random order. */
function shuffledDigits(seed: number, part: string, size: number): Uint8Array {
  const targets = new Uint8Array(size);
  for (let start = 0; start < size; start += 10) {
    const order = new RandomStream(seed, `digits/${part}/order`, start / 10).permutation(10);
    targets.set(order.subarray(0, Math.min(10, size - start)), start);
  }
  return targets;
}
