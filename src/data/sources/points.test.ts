import { describe, expect, test } from "vitest";
import { checkDataset } from "../checks/check-dataset.ts";
import type { Samples } from "../dataset.ts";
import type { Source, Tested } from "../source.ts";
import { blobs } from "./blobs.ts";
import { circles } from "./circles.ts";
import { moon, moons } from "./moons.ts";
import { spirals } from "./spirals.ts";

interface Given {
  samples?: number;
  validation?: number;
  test?: number;
  seed?: number;
  noise?: number;
}
const SOURCES: Readonly<Record<string, (options?: Given) => Source<Tested>>> = { moons, circles, spirals, blobs };
const pointsOf = ({ inputs: { shape, data } }: Samples) =>
  Array.from({ length: shape[0] }, (_, i) => [...data.subarray(i * shape[1], (i + 1) * shape[1])]);
const radius = ([x, y]: readonly number[]) => Math.hypot(x, y);

describe.each(Object.entries(SOURCES))("%s", (name, make) => {
  const few = { samples: 60, validation: 20, test: 0.5 };

  test("draws training samples, and validation and test samples besides", async () => {
    const data = await make(few);
    checkDataset(data);
    expect(data.name).toBe(name);
    expect([data.train, data.validation, data.test].map((set) => set?.inputs.shape)).toEqual([
      [60, 2],
      [20, 2],
      [30, 2],
    ]);
    expect(data.train.inputs.data).toBeInstanceOf(Float32Array);
    const sets = [data.train, data.validation, data.test].flatMap((set) => (set === undefined ? [] : pointsOf(set)));
    expect(new Set(sets.map(String)).size).toBe(110);
  });

  test("draws 1000, 200 and 1000 by default, and leaves out a set of none", async () => {
    const { train, validation, test } = await make();
    expect([train, validation, test].map((set) => set?.inputs.shape[0])).toEqual([1000, 200, 1000]);
    expect(Object.keys(await make({ validation: 0, test: 0 })).sort()).toEqual(["classes", "name", "train"]);
  });

  test("addresses a sample by its number, whatever the sizes", async () => {
    const [small, large] = [await make(few), await make({ ...few, samples: 90, validation: 40 })];
    expect(pointsOf(large.train).slice(0, 60)).toEqual(pointsOf(small.train));
    expect([...large.train.targets.data.slice(0, 60)]).toEqual([...small.train.targets.data]);
    expect(large.validation?.inputs.data.slice(0, 40)).toEqual(small.validation?.inputs.data);
  });

  test("has each class as often, in random order", async () => {
    const { train, classes = [] } = await make({ samples: 600 });
    const labels = [...train.targets.data];
    for (const [label] of classes.entries())
      expect(labels.filter((one) => one === label)).toHaveLength(600 / classes.length);
    const periodic = labels.every((label, i) => label === labels[i % classes.length]);
    expect(periodic).toBe(false);
  });

  test("draws other points for another seed", async () => {
    const [one, two] = [await make({ seed: 1 }), await make({ seed: 2 })];
    const known = new Set(pointsOf(one.train).map(String));
    expect(pointsOf(two.train).filter((point) => known.has(String(point)))).toEqual([]);
  });

  test("moves points by noise, and changes nothing else", async () => {
    const [still, noisy] = [await make({ noise: 0, samples: 4000 }), await make({ noise: 0.5, samples: 4000 })];
    expect(noisy.train.targets).toEqual(still.train.targets);
    const moved = [...noisy.train.inputs.data].map((x, i) => x - still.train.inputs.data[i]);
    const mean = moved.reduce((sum, x) => sum + x, 0) / moved.length;
    const deviation = Math.sqrt(moved.reduce((sum, x) => sum + x * x, 0) / moved.length);
    expect(Math.abs(mean)).toBeLessThan(0.02); // 3 standard errors
    expect(Math.abs(deviation - 0.5)).toBeLessThan(0.02);
  });

  test.each([
    [{ noise: -1 }, `${name}: noise: expected a number of at least 0, received -1.`],
    [{ samples: 1 }, `${name}: samples: expected a whole number from 2 to 10,000,000, received 1.`],
    [{ test: 1.5 }, `${name}: test: expected a fraction in [0, 1) or a whole number of samples, received 1.5.`],
    [{ nosie: 1 }, "Did you mean noise?"],
  ])("refuses %o", (options, message) => {
    expect(() => make(options as object)).toThrow(message);
  });
});

test("the moons are where scikit-learn has them", () => {
  // scikit-learn 1.2.1: make_moons(10, shuffle=False)
  const theirs = [
    [1.0, 0.0],
    [Math.SQRT1_2, Math.SQRT1_2],
    [0, 1.0],
    [-Math.SQRT1_2, Math.SQRT1_2],
    [-1.0, 0],
    [0.0, 0.5],
    [0.2928932188, -0.2071067812],
    [1, -0.5],
    [1.7071067812, -0.2071067812],
    [2.0, 0.5],
  ];
  for (const [i, [x, y]] of theirs.entries()) {
    const [ourX, ourY] = moon(i < 5 ? 0 : 1, (i % 5) / 4);
    expect(ourX).toBeCloseTo(x, 9);
    expect(ourY).toBeCloseTo(y, 9);
  }
});

test("the points of moons without noise lie on them, spread evenly", async () => {
  const { train } = await moons({ noise: 0, samples: 4000 });
  const along = pointsOf(train).map(([x, y], i) => {
    const [cos, sin] = train.targets.data[i] === 0 ? [x, y] : [1 - x, 0.5 - y];
    expect(Math.hypot(cos, sin)).toBeCloseTo(1, 6);
    return Math.atan2(sin, cos) / Math.PI;
  });
  for (let tenth = 0; tenth < 10; tenth++) {
    const share = along.filter((t) => Math.floor(10 * t) === tenth).length / along.length;
    expect(Math.abs(share - 0.1)).toBeLessThan(0.02);
  }
});

test("circles have the radii 1 and factor, as scikit-learn's", async () => {
  // scikit-learn 1.2.1: make_circles(10, shuffle=False, factor=0.5): radii 1.0 of class 0, 0.5 of class 1
  const { train } = await circles({ noise: 0, factor: 0.5, samples: 400 });
  for (const [i, point] of pointsOf(train).entries())
    expect(radius(point)).toBeCloseTo(train.targets.data[i] === 0 ? 1 : 0.5, 6);
});

test("spirals turn as often as is asked for, each of them a class", async () => {
  const { train, classes } = await spirals({ noise: 0, classes: 3, turns: 2, samples: 300 });
  expect(classes).toEqual(["0", "1", "2"]);
  for (const [i, [x, y]] of pointsOf(train).entries()) {
    const turn = Math.atan2(y, x) / (2 * Math.PI) - 2 * radius([x, y]) - train.targets.data[i] / 3;
    expect(Math.abs(turn - Math.round(turn))).toBeLessThan(1e-5);
  }
});

test("the two spirals of Lang and Witbrock are those of 3.25 turns", async () => {
  // Point i of 97: radius 6.5 (104 - i) / 104, angle i π / 16; the other spiral is its negative.
  const { train } = await spirals({ noise: 0, turns: 3.25, samples: 500 });
  for (const [i, [x, y]] of pointsOf(train).entries()) {
    const sign = train.targets.data[i] === 0 ? 1 : -1;
    const their = 104 * (1 - radius([x, y])); // i, as a real number
    const angle = 3.25 * 2 * Math.PI - (their * Math.PI) / 16; // from the outer end inward
    expect(sign * radius([x, y]) * Math.cos(angle)).toBeCloseTo(x, 4);
    expect(sign * radius([x, y]) * Math.sin(angle)).toBeCloseTo(y, 4);
  }
});

test("blobs lie about the centers that are given", async () => {
  const { train, classes } = await blobs({ centers: [[0, 0], [5, -3]], noise: 1.5, samples: 6000 }); // biome-ignore format: points
  expect(classes).toEqual(["0", "1"]);
  const second = pointsOf(train).filter((_, i) => train.targets.data[i] === 1);
  for (const [axis, center] of [5, -3].entries()) {
    const values = second.map((point) => point[axis]);
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
    expect(Math.abs(mean - center)).toBeLessThan(0.1); // 3.6 standard errors
    expect(Math.abs(deviation - 1.5)).toBeLessThan(0.07);
  }
});

test("blobs have as many drawn centers and features as are asked for", async () => {
  const { train, classes } = await blobs({ centers: 400, features: 5, samples: 800, noise: 0 });
  expect(train.inputs.shape).toEqual([800, 5]);
  expect(classes).toHaveLength(400);
  expect(new Set(pointsOf(train).map(String)).size).toBe(400);
  expect(Math.max(...train.inputs.data)).toBeLessThan(10);
});

test.each([
  [() => blobs({ centers: 5, samples: 4 }), "blobs: samples: expected at least 5, one of each class, received 4."],
  [
    () => blobs({ centers: [[0, 0], [1]] }),
    "blobs: centers: expected a whole number from 2 to 1,000, or a list of points",
  ],
  [
    () => blobs({ centers: [[0], [1]], features: 3 }),
    "blobs: features: expected the 1 numbers of each of `centers`, received 3.",
  ],
  [() => spirals({ samples: 100, test: 0.001 }), "spirals: test: expected at least one sample, received 0.001 of 100"],
])("refuses what does not fit together: %s", async (make, message) => {
  await expect((async () => (await make()).name)()).rejects.toThrow(message);
});
