import { describe, expect, test } from "vitest";
import { checkDataset } from "../checks/check-dataset.ts";
import { type Dataset, inputShape, type Samples, sampleCount } from "../dataset.ts";
import { digits } from "./digits.ts";

const PIXELS = 28 * 28;

describe("digits", () => {
  test("draws the parts that were asked for", async () => {
    const dataset = await digits({ train: 30, validation: 20, test: 10 });
    checkDataset(dataset);
    expect(dataset.name).toBe("digits");
    expect(dataset.classes).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    expect(inputShape(dataset.train)).toEqual([28, 28, 1]);
    expect(dataset.train.inputs.data).toBeInstanceOf(Uint8Array);
    expect(dataset.train.targets.data).toBeInstanceOf(Uint8Array);
    expect(sizesOf(dataset)).toEqual([30, 20, 10]);
  });

  test("draws 6000, 1000 and 1000 with seed 1 by default", async () => {
    const dataset = await digits();
    const { train } = await digits({ seed: 1, train: 10, validation: 0, test: 0 });
    expect(sizesOf(dataset)).toEqual([6000, 1000, 1000]);
    expect(dataset.train.inputs.data.slice(0, 10 * PIXELS)).toEqual(train.inputs.data);
  });

  test("is drawn when it is first awaited, and once", async () => {
    const source = digits({ train: 10, validation: 0, test: 0 });
    const [one, again, anew] = await Promise.all([source, source, source.load()]);
    expect(again).toBe(one);
    expect(anew).not.toBe(one);
    expect(anew).toEqual(one);
  });

  test("leaves out a part of 0 samples", async () => {
    const dataset = await digits({ train: 10, validation: 0, test: 0 });
    expect(Object.keys(dataset).sort()).toEqual(["classes", "name", "train"]);
  });

  test("draws the same bytes everywhere", async () => {
    const { train } = await digits({ seed: 1, train: 100, validation: 0, test: 0 });
    expect(checksum(train.inputs.data as Uint8Array)).toBe("fcecc723");
    expect(checksum(train.targets.data as Uint8Array)).toBe("ca9ad03b");
  });

  test("draws other digits for another seed, and in another order", async () => {
    const one = await digits({ seed: 1, train: 100, validation: 0, test: 0 });
    const two = await digits({ seed: 2, train: 100, validation: 0, test: 0 });
    expect(commonImages(one.train, two.train)).toBe(0);
    expect(one.train.targets.data).not.toEqual(two.train.targets.data);
  });

  test("addresses a sample by its index, whatever the sizes", async () => {
    const small = await digits({ train: 47, validation: 13, test: 0 });
    const large = await digits({ train: 120, validation: 60, test: 50 });
    for (const part of ["train", "validation"] as const) {
      const [few, many] = [small[part], large[part]] as [Samples, Samples];
      const size = sampleCount(few);
      expect(many.inputs.data.slice(0, size * PIXELS)).toEqual(few.inputs.data);
      expect(many.targets.data.slice(0, size)).toEqual(few.targets.data);
    }
  });

  test("shares no sample between the parts", async () => {
    const { train, validation, test } = (await digits({ train: 300, validation: 300, test: 300 })) as Required<Dataset>;
    expect(commonImages(train, validation)).toBe(0);
    expect(commonImages(train, test)).toBe(0);
    expect(commonImages(validation, test)).toBe(0);
    expect(commonImages(train, train)).toBe(300);
  });

  test("balances the classes and shuffles them", async () => {
    const { train } = await digits({ train: 505, validation: 0, test: 0 });
    const counts = new Array(10).fill(0);
    for (const digit of train.targets.data) counts[digit]++;
    expect(Math.min(...counts)).toBe(50);
    expect(Math.max(...counts)).toBe(51);
    expect(train.targets.data.slice(0, 10)).not.toEqual(train.targets.data.slice(10, 20));
  });

  test("draws a share of the training labels again, whatever the sizes; one in ten is right by chance", async () => {
    const [right, wrong, few] = await Promise.all([
      digits({ train: 1000, validation: 50, test: 50 }),
      digits({ train: 1000, validation: 50, test: 50, labelNoise: 0.3 }),
      digits({ train: 200, validation: 0, test: 0, labelNoise: 0.3 }),
    ]);
    const pixels = [wrong, right].map(({ train }) => checksum(train.inputs.data as Uint8Array));
    expect(pixels[0]).toBe(pixels[1]);
    const changed = wrong.train.targets.data.filter((label, i) => label !== right.train.targets.data[i]).length;
    expect(Math.abs(changed / 1000 - 0.27)).toBeLessThan(0.04);
    expect(wrong.train.targets.data.slice(0, 200)).toEqual(few.train.targets.data);
    expect(wrong.validation?.targets.data).toEqual(right.validation?.targets.data);
    expect(wrong.test.targets.data).toEqual(right.test.targets.data);
  });

  test("fills a box of 20 × 20 with gray-edged ink", async () => {
    const { train } = await digits({ train: 500, validation: 0, test: 0 });
    for (const image of images(train)) {
      const { left, right, top, bottom, mean } = look(image);
      const longest = Math.max(right - left, bottom - top) + 1;
      expect(longest).toBeGreaterThanOrEqual(16);
      expect(longest).toBeLessThanOrEqual(22);
      expect(mean).toBeGreaterThan(5);
      expect(mean).toBeLessThan(100);
      expect(image.some((ink) => ink > 200)).toBe(true);
      expect(image.some((ink) => ink > 20 && ink < 200)).toBe(true);
    }
    const mean = average(images(train).map((image) => look(image).mean));
    expect(mean).toBeGreaterThan(25);
    expect(mean).toBeLessThan(45);
  });

  test("centers the mass in pixel (14, 14), to the nearest pixel wherever the margin allows", async () => {
    const { train } = await digits({ train: 500, validation: 0, test: 0 });
    const offsets = images(train).map((image) => {
      const { x, y } = look(image);
      return Math.max(Math.abs(x - 14), Math.abs(y - 14));
    });
    expect(Math.max(...offsets)).toBeLessThan(2);
    expect(offsets.filter((offset) => offset < 0.55).length).toBeGreaterThanOrEqual(495);
  });

  test("is learnable and not trivial: the nearest class mean reads most digits, not all", async () => {
    const { train, test } = await digits({ train: 2000, validation: 0, test: 1000 });
    const accuracy = nearestMeanAccuracy(train, test);
    expect(accuracy).toBeGreaterThan(0.6);
    expect(accuracy).toBeLessThan(0.92);
  });

  test.each([
    [{ train: 9 }, "digits: train: expected a whole number from 10 to 1,000,000, received 9."],
    [{ validation: -1 }, "digits: validation: expected a whole number from 0 to 1,000,000, received -1."],
    [{ test: 2.5 }, "digits: test: expected a whole number from 0 to 1,000,000, received 2.5."],
    [{ labelNoise: 1 }, "digits: labelNoise: expected a number in [0, 1), received 1."],
    [{ seed: "one" }, 'digits: seed: expected a whole number of at least 0, received "one".'],
    [
      { trian: 100 },
      'digits: expected option seed, train, validation, test or labelNoise, received "trian". Did you mean train?',
    ],
  ])("refuses %o", (options, message) => {
    expect(() => digits(options as object)).toThrow(message);
  });
});

function sizesOf({ train, validation, test }: Dataset): (number | undefined)[] {
  return [train, validation, test].map((samples) => samples && sampleCount(samples));
}

function images(samples: Samples): Uint8Array[] {
  const data = samples.inputs.data as Uint8Array;
  return Array.from({ length: sampleCount(samples) }, (_, i) => data.subarray(i * PIXELS, (i + 1) * PIXELS));
}

/** FNV-1a of 32 bits. */
function checksum(bytes: Uint8Array): string {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16);
}

function commonImages(a: Samples, b: Samples): number {
  const known = new Set(images(a).map((image) => image.join()));
  return images(b).filter((image) => known.has(image.join())).length;
}

/** The extent, the mean and the center of mass of the ink. */
function look(image: Uint8Array) {
  let [left, right, top, bottom, mass, x, y] = [28, -1, 28, -1, 0, 0, 0];
  for (const [pixel, ink] of image.entries()) {
    if (ink === 0) continue;
    const [row, column] = [Math.floor(pixel / 28), pixel % 28];
    [left, right] = [Math.min(left, column), Math.max(right, column)];
    [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
    mass += ink;
    x += ink * column;
    y += ink * row;
  }
  return { left, right, top, bottom, mean: mass / PIXELS, x: x / mass, y: y / mass };
}

function average(numbers: readonly number[]): number {
  return numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
}

function nearestMeanAccuracy(train: Samples, test: Samples): number {
  const means = Array.from({ length: 10 }, (_, digit) => meanImage(imagesOf(train, digit)));
  const right = images(test).filter((image, i) => nearest(image, means) === test.targets.data[i]);
  return right.length / sampleCount(test);
}

function imagesOf(samples: Samples, digit: number): Uint8Array[] {
  return images(samples).filter((_, i) => samples.targets.data[i] === digit);
}

function meanImage(group: readonly Uint8Array[]): Float64Array {
  const mean = new Float64Array(PIXELS);
  for (const image of group) for (let i = 0; i < PIXELS; i++) mean[i] += image[i] / group.length;
  return mean;
}

function nearest(image: Uint8Array, means: readonly Float64Array[]): number {
  const distances = means.map((mean) => mean.reduce((sum, m, i) => sum + (m - image[i]) ** 2, 0));
  return distances.indexOf(Math.min(...distances));
}
