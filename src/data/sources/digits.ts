import { count, resolveOptions } from "../../options.ts";
import { RandomStream } from "../../random.ts";
import type { Dataset, Samples } from "../dataset.ts";
import { write } from "./digits/hand.ts";
import { Pen, SIDE } from "./digits/pen.ts";

/** Which digits to draw, and how many. */
export interface DigitsOptions {
  /** Another seed gives other digits (default 1). */
  seed?: number;
  /** Samples to train on, from 10 to a million (default 6000). */
  train?: number;
  /** Samples to choose by (default 1000); 0 leaves the part out. */
  validation?: number;
  /** Samples to report on (default 1000); 0 leaves the part out. */
  test?: number;
}

/** Of a part: 784 MB of pixels, some 50 µs to draw each. */
export const MOST_DIGITS = 1_000_000;

const OPTIONS = {
  seed: count(1, "another seed gives other digits", 0),
  train: count(6000, "samples to train on", 10, MOST_DIGITS),
  validation: count(1000, "samples to choose by; 0 leaves the part out", 0, MOST_DIGITS),
  test: count(1000, "samples to report on; 0 leaves the part out", 0, MOST_DIGITS),
};

const CLASSES = Array.from({ length: 10 }, (_, digit) => `${digit}`);
const PIXELS = SIDE * SIDE;

/**
 * Handwritten-like digits drawn from strokes: a dataset that needs no download and still has to be learned.
 *
 * Inputs are bytes [n, 28, 28, 1] from 0 (paper) to 255 (ink), in the manner of MNIST: the digit fills a box of 20 × 20,
 * moved by whole pixels so that its center of mass lies in pixel (14, 14), or as near as the image has room for the box.
 * Targets are the digits, bytes [n], in equal numbers and shuffled.
 *
 * Sample i of a part depends on the seed, the part and i alone, not on how many are asked for, and is the same on every
 * platform. The parts have no sample in common.
 *
 * `const { train, validation, test, classes } = await digits({ seed: 1, train: 6000, validation: 1000, test: 1000 })`
 *
 * @throws a usage error for an unknown option, a seed or a size that is not a whole number of at least 0, and fewer than
 * 10 samples to train on.
 */
export async function digits(options: DigitsOptions & { test: 0 }): Promise<Dataset>;
export async function digits(options?: DigitsOptions): Promise<Dataset & { test: Samples }>;
export async function digits(options: DigitsOptions = {}): Promise<Dataset> {
  const { seed, train, validation, test } = resolveOptions("digits", OPTIONS, options);
  return {
    name: "digits",
    train: drawPart(seed, "train", train),
    ...(validation === 0 ? {} : { validation: drawPart(seed, "validation", validation) }),
    ...(test === 0 ? {} : { test: drawPart(seed, "test", test) }),
    classes: CLASSES,
  };
}

function drawPart(seed: number, part: string, size: number): Samples {
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

/** Every ten samples in a row hold each digit once, in an order of their own. */
function shuffledDigits(seed: number, part: string, size: number): Uint8Array {
  const targets = new Uint8Array(size);
  for (let start = 0; start < size; start += 10) {
    const order = new RandomStream(seed, `digits/${part}/order`, start / 10).permutation(10);
    targets.set(order.subarray(0, Math.min(10, size - start)), start);
  }
  return targets;
}
