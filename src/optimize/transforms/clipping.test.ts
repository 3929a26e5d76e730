import { describe, test } from "vitest";
import { BACKENDS, expectClose, TOLERANCE } from "../../../test/backends.ts";
import { type Arrays, array, stepsOf } from "../../../test/steps-of.ts";
import { transformed } from "../../../test/transformed.ts";
import { chain } from "../optimizers/chain.ts";
import { sgd } from "../optimizers/sgd.ts";
import { piecewise } from "../schedules/piecewise.ts";
import { adaptiveClip } from "./adaptive-clip.ts";
import { clipByGlobalNorm } from "./clip-by-global-norm.ts";
import { clipByNorm } from "./clip-by-norm.ts";
import { clipByValue } from "./clip-by-value.ts";
import { normalizeAbove } from "./normalize-above.ts";

describe.each(BACKENDS)("%s", (backend) => {
  const close = (actual: ArrayLike<number>, expected: ArrayLike<number>, what = "") =>
    expectClose(actual, expected, TOLERANCE[backend], what);

  test("clipByGlobalNorm scales to θ, over all parameters together", async () => {
    close(await transformed(clipByGlobalNorm(6.5), [3, 4], 12, { backend }), [1.5, 2, 6]); // ‖g‖ = 13
    close(await transformed(clipByGlobalNorm(13), [3, 4], 12, { backend }), [3, 4, 12]);
  });

  test("normalizeAbove makes what is longer than θ as long as 1", async () => {
    close(await transformed(normalizeAbove(6.5), [3, 4], 12, { backend }), [3 / 13, 4 / 13, 12 / 13]);
    close(await transformed(normalizeAbove(13.5), [3, 4], 12, { backend }), [3, 4, 12]);
  });

  test("clipByNorm scales each parameter separately", async () => {
    close(await transformed(clipByNorm(2.5), [3, 4], 2, { backend }), [1.5, 2, 2]);
  });

  test("clipByValue limits each coordinate", async () => {
    close(await transformed(clipByValue(3), [-4, 2], 12, { backend }), [-3, 2, 3]);
  });

  test("a limit may follow a schedule", async () => {
    const limit = piecewise([1, 3], [1], { unit: "step" });
    close(await transformed(clipByValue(limit), [4, 4], 2, { backend }), [1, 1, 1]);
    close(await transformed(clipByValue(limit), [4, 4], 2, { backend, steps: 2 }), [3, 3, 2]);
  });

  test("adaptiveClip limits the ratio of the norms of each unit's gradient and weights", async () => {
    const weights: Arrays = { kernel: array([2, 2], [3, 0.01, 4, 0]), bias: array([2], [0, 0]) };
    const grads: Arrays = { kernel: array([2, 2], [0.3, 6, 0.4, 8]), bias: array([2], [3, 4]) };
    const clipped = chain(adaptiveClip(0.05, { eps: 0.1 }), sgd({ learningRate: 1 }));
    const [{ kernel, bias }] = await stepsOf(clipped, weights, [grads], { backend });
    // ‖w‖ = [5, 0.01 → ε = 0.1], ‖g‖ = [0.5, 10]: limits 0.25 and 0.005; biases: λε = 0.005 of 5
    expectClose(kernel, [3 - 0.15, 0.01 - 0.003, 4 - 0.2, -0.004], TOLERANCE[backend]);
    expectClose(bias, [-0.003, -0.004], TOLERANCE[backend]);
    const spared = chain(adaptiveClip(0.05, { except: "kernel" }), sgd({ learningRate: 1 }));
    const [{ kernel: free }] = await stepsOf(spared, weights, [grads], { backend });
    expectClose(free, [2.7, -5.99, 3.6, -8], TOLERANCE[backend]);
  });
});
