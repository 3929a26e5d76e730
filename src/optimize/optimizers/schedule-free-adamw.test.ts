import { describe, test } from "vitest";
import { BACKENDS, expectClose, TOLERANCE } from "../../../test/backends.ts";
import { as, GRADIENTS, START, zip } from "../../../test/paper-arithmetic.ts";
import { piecewise } from "../schedules/piecewise.ts";
import { optimizerStepper } from "../step/optimizer-stepper.ts";
import { scheduleFreeAdamw } from "./schedule-free-adamw.ts";

describe.each(BACKENDS)("%s", (backend) => {
  const close = (actual: ArrayLike<number>, expected: ArrayLike<number>, what = "") =>
    expectClose(actual, expected, TOLERANCE[backend], what);

  test("schedule-free AdamW: algorithm 1 of Defazio et al.", async () => {
    const [b1, b2, eps, lambda] = [0.8, 0.95, 1e-8, 0.2];
    const rate = (k: number) => (k < 3 ? 0.05 : 0.1);
    const optimizer = scheduleFreeAdamw({
      learningRate: piecewise([0.05, 0.1], [3], { unit: "step" }),
      b1,
      b2,
      eps,
      weightDecay: lambda,
    });
    const stepper = await optimizerStepper(optimizer, as([4, 3], START), { backend });
    let [z, x, v, sum] = [START, START, START.map(() => 0), 0];
    for (const [k, g] of GRADIENTS.entries()) {
      const y = zip(z, x, (a, b) => (1 - b1) * a + b1 * b);
      close(stepper.parameters.w.data, y, `y ${k + 1}`);
      close(stepper.evaluated.w.data, x, `x ${k + 1}`);
      await stepper.step(as([4, 3], g));
      v = zip(v, g, (a, b) => b2 * a + (1 - b2) * b * b);
      const gamma = rate(k) * Math.sqrt(1 - b2 ** (k + 1));
      z = z.map((a, i) => a - (gamma * g[i]) / (Math.sqrt(v[i]) + eps) - gamma * lambda * y[i]);
      sum += gamma ** 2;
      const c = gamma ** 2 / sum;
      x = zip(x, z, (a, b) => (1 - c) * a + c * b);
    }
    close(stepper.evaluated.w.data, x);
    await stepper.close();
  });

  test("schedule-free AdamW at a constant rate averages z evenly", async () => {
    const stepper = await optimizerStepper(scheduleFreeAdamw({ learningRate: 0.1, b2: 0, eps: 1e-15 }), as([1], [1]), {
      backend,
    });
    for (let k = 0; k < 10; k++) await stepper.step(as([1], [5]));
    // with β₂ = 0 every step of z is η: z = 1 − 0.1k, and x is the mean of the ten
    close(stepper.evaluated.w.data, [1 - 0.1 * 5.5]);
    await stepper.close();
  });
});
