import { describe, expect, test } from "vitest";
import { reduceOnPlateau } from "./reduce-on-plateau.ts";
import { warmup } from "./warmup.ts";

describe("reduceOnPlateau", () => {
  // ReduceLROnPlateau of PyTorch 1.13, threshold_mode "abs", its patience one less (it waits for one epoch more), eps 0.
  const losses = [
    1, 0.9, 0.8, 0.8, 0.85, 0.79995, 0.7, 0.75, 0.72, 0.71, 0.9, 0.9, 0.69, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9,
  ];
  test.each([
    [
      { patience: 2, minDelta: 0, factor: 0.5 },
      [0.1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05, 0.025, 0.025, 0.0125, 0.0125, 0.0125, 0.0125, 0.00625, 0.00625],
    ],
    [
      { patience: 2, cooldown: 3 },
      [
        0.1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.01, 0.01, 0.01, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e-4, 1e-4, 1e-4, 1e-4, 1e-4,
        1e-5,
      ],
    ],
    [
      { patience: 3, cooldown: 1, minDelta: 0.05, minimum: 0.02, factor: 0.5 },
      [0.1, 0.1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05, 0.025, 0.025, 0.025, 0.025, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02],
    ],
  ])("%j falls where PyTorch's does", (given, expected) => {
    const schedule = reduceOnPlateau(0.1, given);
    expected.forEach((value, i) => {
      expect(schedule.at(i + 1, { losses: losses.slice(0, i + 1) })).toBeCloseTo(value, 14);
    });
  });

  test("goes by another measure of the run, if it is told to", () => {
    const schedule = reduceOnPlateau(0.1, { patience: 2, minDelta: 0, monitor: "accuracy" });
    const shares = [0.5, 0.6, 0.6, 0.55].map((share) => -share); // as numbers to make small
    const at = (epochs: number) =>
      schedule.at(0, {
        losses: losses.slice(0, epochs),
        monitored: (name) => (name === "accuracy" ? shares.slice(0, epochs) : []),
      });
    expect([1, 2, 3, 4].map(at)).toEqual([0.1, 0.1, 0.1, expect.closeTo(0.01, 12)]);
    expect(schedule.at(0, { losses })).toBe(0.1); // nobody measures it
  });

  test("begins with its value, also within a warmup, and takes a loss that is not finite for no improvement", () => {
    expect(reduceOnPlateau(0.1).at(1000)).toBe(0.1);
    expect(warmup(2, reduceOnPlateau(0.1, { patience: 1 })).at(9, { losses: [1, 2, 3] })).toBeCloseTo(0.001, 14);
    expect(reduceOnPlateau(1, { patience: 2 }).at(0, { losses: [1, Number.NaN, Infinity] })).toBe(0.1);
    expect(reduceOnPlateau(0.1, { patience: 1, minimum: 0.5 }).at(0, { losses: [1, 1, 1] })).toBe(0.1); // never rises
  });
});
