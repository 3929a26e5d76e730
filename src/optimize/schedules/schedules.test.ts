import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Schedule } from "../schedule.ts";
import { cosineDecay } from "./cosine-decay.ts";
import { cosineRestarts } from "./cosine-restarts.ts";
import { cyclic } from "./cyclic.ts";
import { exponentialDecay } from "./exponential-decay.ts";
import type * as schedules from "./index.ts";
import { inverseTimeDecay } from "./inverse-time-decay.ts";
import { join } from "./join.ts";
import { oneCycle } from "./one-cycle.ts";
import { piecewise } from "./piecewise.ts";
import { polynomialDecay } from "./polynomial-decay.ts";
import { reduceOnPlateau } from "./reduce-on-plateau.ts";
import { stepDecay } from "./step-decay.ts";
import { warmup } from "./warmup.ts";

/** Every schedule, all between 0 and 1. */
const EXAMPLES: Readonly<Record<keyof typeof schedules, Schedule>> = {
  cosineDecay: cosineDecay(1, { span: 7 }),
  cosineRestarts: cosineRestarts(1, { period: 3 }),
  cyclic: cyclic(0.1, 1),
  exponentialDecay: exponentialDecay(1),
  inverseTimeDecay: inverseTimeDecay(1),
  join: join([0.5, stepDecay(1)], [4]),
  oneCycle: oneCycle(1, { span: 9 }),
  piecewise: piecewise([1, 0.5, 0.1], [3, 8]),
  polynomialDecay: polynomialDecay(1, { span: 6, power: 2 }),
  reduceOnPlateau: reduceOnPlateau(1),
  stepDecay: stepDecay(1),
  warmup: warmup(4, cosineDecay(1, { span: 5 })),
};

test.each(Object.entries(EXAMPLES))("%s stays in its range, and epochs are steps by the epoch", (_, schedule) => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.integer({ min: 1, max: 500 }), (step, stepsPerEpoch) => {
      const value = schedule.at(step, { stepsPerEpoch });
      return value >= 0 && value <= 1;
    }),
  );
  for (let epoch = 0; epoch < 12; epoch++)
    if (schedule.name !== "oneCycle")
      expect(schedule.at(epoch * 9, { stepsPerEpoch: 9 })).toBeCloseTo(schedule.at(epoch), 12);
});

const values = (schedule: Schedule, steps: readonly number[], progress = {}) =>
  steps.map((step) => Number(schedule.at(step, progress).toPrecision(12)));

test.each<[string, Schedule, number[], number[]]>([
  ["inverseTimeDecay", inverseTimeDecay(1, { rate: 0.5 }), [0, 2, 6], [1, 0.5, 0.25]],
  ["polynomialDecay, a line", polynomialDecay(1, { span: 4, final: 0.2 }), [0, 1, 2, 4, 9], [1, 0.8, 0.6, 0.2, 0.2]],
  ["polynomialDecay, a parabola", polynomialDecay(1, { span: 4, power: 2 }), [1, 2, 3], [0.5625, 0.25, 0.0625]],
  ["cosineDecay after its end", cosineDecay(1, { span: 4, final: 0.1 }), [2, 4, 50], [0.55, 0.1, 0.1]],
  ["cosineRestarts of one length", cosineRestarts(1, { period: 4, factor: 1 }), [0, 2, 4, 6], [1, 0.5, 1, 0.5]],
  ["piecewise", piecewise([3, 2, 1], [2, 5]), [0, 1, 2, 4, 5, 99], [3, 3, 2, 2, 1, 1]],
  ["warmup of a number", warmup(4, 0.8, { start: 0 }), [0, 1, 2, 4, 9], [0, 0.2, 0.4, 0.8, 0.8]],
  [
    "warmup of a schedule, which begins after it",
    warmup(2, stepDecay(1, { every: 2 }), { start: 0.5 }),
    [0, 1, 2, 3, 4],
    [0.5, 0.75, 1, 1, 0.5],
  ],
  ["join", join([0.5, stepDecay(1, { every: 1 })], [2]), [0, 1, 2, 3], [0.5, 0.5, 1, 0.5]],
])("%s", (_, schedule, steps, expected) => {
  expect(values(schedule, steps)).toEqual(expected);
});

test("epochs hold within their steps, steps go on", () => {
  const progress = { stepsPerEpoch: 10 };
  expect(values(exponentialDecay(1, { factor: 0.5 }), [0, 9, 10, 25], progress)).toEqual([1, 1, 0.5, 0.25]);
  expect(values(exponentialDecay(1, { factor: 0.5, unit: "step" }), [0, 2], progress)).toEqual([1, 0.25]);
  expect(values(polynomialDecay(1, { span: 2 }), [0, 5, 15], progress)).toEqual([1, 0.75, 0.25]);
});

describe("the span of the training", () => {
  const progress = { stepsPerEpoch: 10, totalSteps: 40 };

  test("is the default", () => {
    expect(values(cosineDecay(1), [0, 20, 40], progress)).toEqual([1, 0.5, 0]);
    expect(values(polynomialDecay(1), [10, 30], progress)).toEqual([0.75, 0.25]);
    expect(oneCycle(1).at(39, progress)).toBe(1 / 25 / 1e4);
  });

  test("is what is left after a warmup, or of a part", () => {
    expect(values(warmup(1, polynomialDecay(1)), [10, 25, 40], progress)).toEqual([1, 0.5, 0]);
    expect(values(join([polynomialDecay(1), polynomialDecay(1)], [2]), [0, 10, 20, 30], progress)).toEqual([
      1, 0.5, 1, 0.5,
    ]);
  });

  test("must be known", () => {
    expect(() => cosineDecay(1).at(0)).toThrow(
      "cosineDecay: expected a span, or the number of steps of the training run, received neither. " +
        "Give it, as in cosineDecay(…, { span: 20 }).",
    );
  });
});

test.each<[string, () => unknown, string]>([
  [
    "values without boundaries",
    () => piecewise([1, 2], []),
    "piecewise: values: expected 1 numbers, one more than boundaries, received 2.",
  ],
  [
    "descending boundaries",
    () => piecewise([1, 2, 3], [5, 5]),
    "piecewise: boundaries: expected a list of ascending numbers of at least 0, received [5,5].",
  ],
  [
    "schedules without boundaries",
    () => join([1], [2]),
    "join: schedules: expected 2 schedules, one more than boundaries, received 1.",
  ],
])("refuses %s", (_, make, message) => {
  expect(make).toThrow(message);
});

test("changes in the right step where each step stands for several batches", () => {
  // 7 steps an epoch, three to an update: 35 updates are 105 steps, 15 epochs. 35 / (7 / 3) is 14.999999999999998.
  const progress = { stepsPerEpoch: 7 / 3, totalSteps: 70 };
  const decay = stepDecay(1, { factor: 0.1, every: 15 });
  expect([34, 35].map((step) => decay.at(step, progress))).toEqual([1, 0.1]);
  const parts = join([1, 2], [15]);
  expect([34, 35].map((step) => parts.at(step, progress))).toEqual([1, 2]);
  const rise = warmup(15, 1, { start: 0 });
  expect(rise.at(35, progress)).toBe(1);
  expect(rise.at(34, progress)).toBeCloseTo(34 / 35, 12);
});
