import { describe, expect, test } from "vitest";
import { BACKENDS, expectClose, TOLERANCE } from "../../../test/backends.ts";
import { vectorPath } from "../../../test/paper-arithmetic.ts";
import type { Optimizer } from "../optimizer.ts";
import { cosineDecay } from "../schedules/cosine-decay.ts";
import { join } from "../schedules/join.ts";
import { piecewise } from "../schedules/piecewise.ts";
import { adam } from "./adam.ts";
import { adamw } from "./adamw.ts";
import { amsgrad } from "./amsgrad.ts";
import { nadam } from "./nadam.ts";
import { radam } from "./radam.ts";

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

  test("Adam's first step is −η · sign(g)", async () => {
    const [end] = await path(adam({ learningRate: 0.1, eps: 1e-15 }), [0, 0, 0], [[5, -0.01, 100]]);
    close(end, [-0.1, 0.1, -0.1]);
  });

  test("AdamW with no gradient shrinks weights by exactly 1 − ηλ", async () => {
    const points = await path(
      adamw({ learningRate: 0.1, weightDecay: 0.5, decay: "all" }),
      [2, -4],
      [
        [0, 0],
        [0, 0],
      ],
    );
    close(points[0], [2 * 0.95, -4 * 0.95]);
    close(points[1], [2 * 0.95 ** 2, -4 * 0.95 ** 2]);
  });

  test("the decay of AdamW may follow a schedule", async () => {
    const weightDecay = piecewise([0, 1], [1]);
    const points = await path(adamw({ learningRate: 0.1, weightDecay, decay: "all" }), [1], [[0], [0]]);
    close(points.flat(), [1, 0.9]);
  });

  test("amsgrad never divides by less than before", async () => {
    const gradients = [[10], ...new Array(50).fill([0.1])];
    const steps = (points: number[][]) => points.slice(-1)[0][0] - points.slice(-2)[0][0];
    const options = { learningRate: 0.1, b1: 0, b2: 0.5 };
    const [ours, plain] = [await path(amsgrad(options), [0], gradients), await path(adam(options), [0], gradients)];
    expect(Math.abs(steps(ours))).toBeLessThan(Math.abs(steps(plain)) / 20);
  });

  test("nadam: the first step weighs the gradient by 1 and the mean by the momentum to come", async () => {
    const [first] = await from0(nadam({ learningRate: 0.01 }), [3]);
    const mu = (t: number) => 0.9 * (1 - 0.5 * 0.96 ** (0.004 * t));
    const ofMean = (mu(2) * 0.1) / (1 - mu(1) * mu(1) * mu(2)); // m = (1 − β₁)g; the product as PyTorch 1.13 has it
    expect(first).toBeCloseTo(-0.01 * (1 + ofMean), 6); // (1 − μ₁)g / (1 − μ₁) + …, over √v̂ = |g|
  });

  test("radam leaves the mean square out for its first five steps", async () => {
    const points = await path(radam({ learningRate: 0.1 }), [0], new Array(6).fill([4]));
    close(points.slice(0, 5).flat(), [-0.4, -0.8, -1.2, -1.6, -2]);
    expect(points[4][0] - points[5][0]).toBeLessThan(0.1);
  });

  test("radam: a rate that falls to 0 later does not hide what it multiplies from its sixth step on", async () => {
    const rate = join([0.01, cosineDecay(0.01, { span: 10 })], [8]);
    const places = await from0(radam({ learningRate: rate }), [1, 1, 1, 1, 1, 1, 1]);
    const [b2, limit, t] = [0.999, 1999, 7];
    const rho = limit - (2 * t * b2 ** t) / (1 - b2 ** t);
    const r = Math.sqrt(((rho - 4) * (rho - 2) * limit) / ((limit - 4) * (limit - 2) * rho));
    expect(places[4]).toBeCloseTo(-0.05, 6); // five steps along the mean gradient
    expect(places[6] - places[5]).toBeCloseTo(-0.01 * r, 6); // m̂ / √v̂ = 1
  });
});
