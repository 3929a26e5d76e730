import { describe, test } from "vitest";
import { BACKENDS, expectClose, TOLERANCE } from "../../../test/backends.ts";
import { vectorPath } from "../../../test/paper-arithmetic.ts";
import type { Optimizer } from "../optimizer.ts";
import { lion } from "./lion.ts";

describe.each(BACKENDS)("%s", (backend) => {
  const path = (optimizer: Optimizer, start: number[], gradients: number[][]) =>
    vectorPath(optimizer, start, gradients, backend);
  const close = (actual: ArrayLike<number>, expected: ArrayLike<number>, what = "") =>
    expectClose(actual, expected, TOLERANCE[backend], what);

  test("lion moves every coordinate by its rate, and decays", async () => {
    const options = { learningRate: 0.1, b1: 0.9, b2: 0.5, weightDecay: 0.2, decay: "all" } as const;
    const points = await path(
      lion(options),
      [1, -1],
      [
        [5, -0.1],
        [-1, -0.1],
      ],
    );
    close(points[0], [1 - 0.1 * (1 + 0.2), -1 + 0.1 * (1 + 0.2)]);
    // m = [2.5, −0.05]; 0.9m + 0.1g = [2.15, −0.055]
    close(points[1], [0.88 - 0.1 * (1 + 0.2 * 0.88), -0.88 + 0.1 * (1 + 0.2 * 0.88)]);
  });
});
