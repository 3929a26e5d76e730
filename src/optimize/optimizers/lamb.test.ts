import { describe, expect, test } from "vitest";
import { BACKENDS, expectClose, TOLERANCE } from "../../../test/backends.ts";
import { as, GRADIENTS, norm, paperPath, START, zip } from "../../../test/paper-arithmetic.ts";
import { stepsOf } from "../../../test/steps-of.ts";
import type { Optimizer } from "../optimizer.ts";
import { adam } from "./adam.ts";
import { lamb } from "./lamb.ts";

describe.each(BACKENDS)("%s", (backend) => {
  const path = (optimizer: Optimizer, shape?: readonly number[]) => paperPath(optimizer, backend, shape);
  const close = (actual: ArrayLike<number>, expected: ArrayLike<number>, what = "") =>
    expectClose(actual, expected, TOLERANCE[backend], what);

  /** Adam's r = m̂ / (√v̂ + ε) for each gradient. */
  const ratios = (b1: number, b2: number, eps: number) => {
    let [m, v] = [START.map(() => 0), START.map(() => 0)];
    return GRADIENTS.map((g, k) => {
      m = zip(m, g, (x, y) => b1 * x + (1 - b1) * y);
      v = zip(v, g, (x, y) => b2 * x + (1 - b2) * y * y);
      return zip(m, v, (x, y) => x / (1 - b1 ** (k + 1)) / (Math.sqrt(y / (1 - b2 ** (k + 1))) + eps));
    });
  };

  test("lamb: algorithm 2 of You et al.", async () => {
    const [rate, lambda] = [0.05, 0.3];
    const found = await path(lamb({ learningRate: rate, b1: 0.8, b2: 0.95, weightDecay: lambda }));
    let w = START;
    ratios(0.8, 0.95, 1e-6).forEach((r, k) => {
      const u = zip(r, w, (x, y) => x + lambda * y);
      const before = w;
      w = zip(w, u, (x, y) => x - ((rate * norm(w)) / norm(u)) * y);
      close(found[k], w, `step ${k + 1}`);
      // the invariant: a step is as long as the share η of the weights
      const moved = found[k].map((x, i) => x - (k === 0 ? START : found[k - 1])[i]);
      close([norm(moved) / norm(before)], [rate]);
    });
    close(
      (await path(lamb({ learningRate: rate, b1: 0.8, b2: 0.95 }), [12]))[0],
      (await path(adam({ learningRate: rate, b1: 0.8, b2: 0.95, eps: 1e-6 }), [12]))[0],
    );
  });

  test("lamb trusts a tensor that is 0, or that does not move, by 1", async () => {
    const zero = as([2, 1], [0, 0]);
    const [first, second] = await stepsOf(lamb({ learningRate: 0.1, eps: 1e-15 }), zero, [zero, as([2, 1], [3, -4])], {
      backend,
    });
    expect(Array.from(first.w)).toEqual([0, 0]);
    // the second step is that of Adam, whose means have seen a gradient of 0 first
    const ratio = 0.1 / (1 - 0.9 ** 2) / Math.sqrt(0.001 / (1 - 0.999 ** 2));
    close(second.w, [-0.1 * ratio, 0.1 * ratio]);
  });
});
