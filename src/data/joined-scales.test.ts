import { describe, expect, test } from "vitest";
import { apart, inverse, joined } from "./joined-scales.ts";
import { type LinearScale, UNSCALED } from "./linear-scale.ts";
import { scaled, scaledRange, unscaled } from "./scaled.ts";

const numbers = { subtract: 3, multiply: 2 };
const features = { subtract: [1, -2], multiply: [0.5, 4] };
const channels = { subtract: [1, -2], multiply: 0.5 };
const wide = { subtract: [1, 2, 3, 4], multiply: [1, 0.5, 2, 4] };
const samples = [5, 7, -1, 0.5]; // one of four features, or two of two
const all: LinearScale[] = [numbers, features, channels, wide, UNSCALED];

const close = (given: ArrayLike<number>, expected: ArrayLike<number>) =>
  Array.from(expected).forEach((x, i) => {
    expect(given[i]).toBeCloseTo(x, 5);
  });

describe("scales of numbers, features and channels", () => {
  const pairs = all.flatMap((a) => all.map((b) => [a, b] as const));

  test.each(pairs)("one after another are one: %o, %o", (a, b) => {
    close(scaled(samples, joined(a, b)), scaled(scaled(samples, a), b));
  });

  test.each(all)("are undone: %o", (scale) => {
    close(scaled(scaled(samples, scale), inverse(scale)), samples);
    close(unscaled(scaled(samples, scale), scale), samples);
  });

  test("have a part in common that comes first, and one of their own", () => {
    for (const scales of [all, [numbers, UNSCALED, { subtract: 1, multiply: 3 }]]) {
      const { common, own } = apart(scales);
      scales.forEach((scale, i) => {
        close(scaled(scaled(samples, common), own[i]), scaled(samples, scale));
      });
    }
    expect(apart([features, features]).own).toEqual([UNSCALED, UNSCALED]);
    expect(apart([numbers, numbers])).toEqual({
      common: { subtract: 3, multiply: 1 },
      own: [
        { subtract: 0, multiply: 2 },
        { subtract: 0, multiply: 2 },
      ],
    });
  });
});

test("the range of scaled numbers leaves out what is not scaled", () => {
  expect(scaledRange([5, 900, 1, 800], { subtract: [1, 0], multiply: [2, 1] })).toEqual({
    ...{ low: 0, high: 8 },
    ...{ lowAt: 2, highAt: 0 },
  });
  expect(scaledRange([5, 900], { subtract: [0, 0], multiply: [1, 1] })).toMatchObject({ low: 0, high: 0 });
});
