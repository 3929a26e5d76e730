import { describe, expect, test } from "vitest";
import { BACKENDS, expectClose, TOLERANCE } from "../../../test/backends.ts";
import { vectorPath } from "../../../test/paper-arithmetic.ts";
import type { Optimizer } from "../optimizer.ts";
import { adadelta } from "./adadelta.ts";
import { adagrad } from "./adagrad.ts";
import { rmsprop } from "./rmsprop.ts";

describe.each(BACKENDS)("%s", (backend) => {
  const path = (optimizer: Optimizer, start: number[], gradients: number[][]) =>
    vectorPath(optimizer, start, gradients, backend);
  /** Where one weight is, from 0, after each of these gradients. */
  const from0 = async (optimizer: Optimizer, gradients: number[]) => {
    const steps = gradients.map((g) => [g]);
    return (await path(optimizer, [0], steps)).flat();
  };
  const close = (actual: ArrayLike<number>, expected: ArrayLike<number>, what = "") =>
    expectClose(actual, expected, TOLERANCE[backend], what);

  test("Adagrad steps η / √k under a constant gradient", async () => {
    const points = await path(adagrad({ learningRate: 0.1 }), [0], [[3], [3], [3], [3]]);
    let w = 0;
    points.forEach(([x], i) => {
      w -= 0.1 / Math.sqrt(i + 1);
      close([x], [w]);
    });
  });

  test("rmsprop: without a bias correction, the first step is 1/√(1 − ρ) rates long", async () => {
    const [first, second] = await from0(rmsprop({ learningRate: 0.01, rho: 0.99 }), [2, 2]);
    expect(first).toBeCloseTo(-0.01 * 10, 6); // g / √(0.01 g²)
    expect(second).toBeCloseTo(first - 0.01 / Math.sqrt(0.0199), 6); // v = (0.99 · 0.01 + 0.01) g²
  });

  test("adadelta: the first step is g √ε / √((1 − ρ)g² + ε), whatever the size of g", async () => {
    const eps = 1e-4;
    const [one] = await from0(adadelta({ rho: 0.9, eps }), [1]);
    const [hundred] = await from0(adadelta({ rho: 0.9, eps }), [100]);
    expect(one).toBeCloseTo(-0.01 / Math.sqrt(0.1 + 1e-4), 6);
    expect(hundred).toBeCloseTo(-0.01 / Math.sqrt(0.1 + 1e-8), 6);
  });
});
