import { defined } from "../../options/defined.ts";
import { count, unit } from "../../options.ts";
import { RandomStream } from "../../random.ts";
import type { Dataset, NumberArray, Samples } from "../dataset.ts";
import { write } from "../digits/hand.ts";
import { Pen, SIDE } from "../digits/pen.ts";
import { defineSource, type Tested, type TestedUnlessZero } from "../source.ts";

/** In one set: 784 MB of pixels, about 50 µs to draw each. */
export const MOST_DIGITS = 1_000_000;

const CLASSES = Array.from({ length: 10 }, (_, digit) => `${digit}`);
const PIXELS = SIDE * SIDE;

const drawn = defineSource({
  name: "digits",
  summary:
    "Digits drawn from strokes, like handwriting, as bytes [n, 28, 28, 1]: no download, and not trivial to learn.",
  source: "drawn here in the manner of MNIST: glyphs as splines, bent, slanted and inked at random",
  section: "data",
  use: "To try a model or a trick in seconds, in browsers too. 0 is paper and 255 is ink, as in mnist(): the digit fills a box of 20 × 20 pixels, moved by whole pixels so that its center of mass lies in pixel (14, 14). Sample i of a set depends on the seed, the set and i alone, and is the same on every platform; the sets have no samples in common.",
  avoid:
    "Results are about drawn digits: a model that reads 99 % of them reads fewer of those that people write. Use mnist() for those. Drawing takes about 50 µs a digit.",
  example: "digits({ train: 600, validation: 200, test: 200 })",
  options: {
    seed: count(1, "seed of the digits", 0),
    train: count(6000, "training samples", 10, MOST_DIGITS),
    validation: count(1000, "validation samples; 0 for none", 0, MOST_DIGITS),
    test: count(1000, "test samples; 0 for none", 0, MOST_DIGITS),
    labelNoise: unit(
      0,
      "share of the training labels that are drawn again at random, so that most of them are wrong; validation and test stay right",
    ),
  },
  async load({ seed, train, validation, test, labelNoise }): Promise<Tested> {
    const drawn = drawSet(seed, "train", train);
    if (labelNoise > 0) drawAgain(drawn.targets.data, seed, labelNoise);
    const data: Dataset = {
      name: "digits",
      train: drawn,
      ...defined({
        validation: validation === 0 ? undefined : drawSet(seed, "validation", validation),
        test: test === 0 ? undefined : drawSet(seed, "test", test),
      }),
      classes: CLASSES,
    };
    return data as Tested; // with `test: 0` its type says that there is none
  },
});
export const digits = drawn as TestedUnlessZero<typeof drawn>;

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

/** Each label by itself, so that a label does not depend on how many there are. One in ten is right again by chance. */
function drawAgain(labels: NumberArray, seed: number, share: number): void {
  for (let i = 0; i < labels.length; i++) {
    const random = new RandomStream(seed, "digits/train/labels", i);
    if (random.uniform() < share) labels[i] = random.integer(CLASSES.length);
  }
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
