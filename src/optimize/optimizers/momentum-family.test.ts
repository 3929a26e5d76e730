import { describe, expect, test } from "vitest";
import { BACKENDS, expectClose, TOLERANCE } from "../../../test/backends.ts";
import { vectorPath } from "../../../test/paper-arithmetic.ts";
import type { Optimizer } from "../optimizer.ts";
import { exponentialDecay } from "../schedules/exponential-decay.ts";
import { piecewise } from "../schedules/piecewise.ts";
import { optimizerStepper } from "../step/optimizer-stepper.ts";
import { momentum } from "./momentum.ts";
import { normalizedSgd } from "./normalized-sgd.ts";
import { sgd } from "./sgd.ts";

const vector = (...data: number[]) => ({ shape: [data.length], data });

describe.each(BACKENDS)("%s", (backend) => {
  const path = (optimizer: Optimizer, start: number[], gradients: number[][]) =>
    vectorPath(optimizer, start, gradients, backend);
  const close = (actual: ArrayLike<number>, expected: ArrayLike<number>, what = "") =>
    expectClose(actual, expected, TOLERANCE[backend], what);

  test("momentum: v ← γv − η∇L, w ← w + v", async () => {
    const points = await path(momentum({ learningRate: 0.1, momentum: 0.9 }), [1], [[2], [-1], [0]]);
    close(points.flat(), [1 - 0.2, 0.8 + (-0.18 + 0.1), 0.72 - 0.072]);
  });

  test("at a constant rate, momentum and sgd with momentum are the same", async () => {
    const gradients = Array.from({ length: 6 }, (_, k) => [Math.cos(k), k - 2]);
    const ours = await path(momentum({ learningRate: 0.05 }), [1, 2], gradients);
    const theirs = await path(sgd({ learningRate: 0.05, momentum: 0.9 }), [1, 2], gradients);
    close(ours.flat(), theirs.flat());
  });

  test("normalizedSgd steps as long as its rate, over all parameters together", async () => {
    const stepper = await optimizerStepper(
      normalizedSgd({ learningRate: 0.5 }),
      { a: vector(0, 0), b: { shape: [], data: [0] } },
      { backend },
    );
    for (const size of [1, 1e-25, 1e15]) {
      const before = { a: stepper.parameters.a.data.slice(), b: stepper.parameters.b.data.slice() };
      await stepper.step({ a: vector(2 * size, 0), b: { shape: [], data: [-1.5 * size] } });
      close([stepper.parameters.a.data[0] - before.a[0]], [-0.4]);
      close([stepper.parameters.b.data[0] - before.b[0]], [0.3]);
    }
    await stepper.close();
  });

  test("a schedule may drive any number", async () => {
    const rate = exponentialDecay(0.5, { factor: 0.5, unit: "step" });
    const points = await path(sgd({ learningRate: rate }), [0], [[1], [1], [1]]);
    close(points.flat(), [-0.5, -0.75, -0.875]);
    const changing = piecewise([0, 0.5], [2], { unit: "step" });
    const rolling = await path(sgd({ learningRate: 1, momentum: changing }), [0], [[1], [1], [0]]);
    close(rolling.flat(), [-1, -2, -2.5]);
  });
});

/** Steps on f = Σ λᵢxᵢ² / 2, with λ = 1 and 1000, until |x| is at most each of some shares of what it was. */
async function stepsToSolve(optimizer: Optimizer, shares: readonly number[]): Promise<number[]> {
  const stepper = await optimizerStepper(optimizer, { w: vector(1, 1) }, { backend: "reference" });
  const reached: number[] = [];
  for (let step = 1; reached.length < shares.length && step < 20_000; step++) {
    const [x, y] = stepper.parameters.w.data;
    await stepper.step({ w: vector(x, 1000 * y) });
    const [p, q] = stepper.parameters.w.data;
    if (Math.hypot(p, q) <= shares[reached.length] * Math.SQRT2) reached.push(step);
  }
  await stepper.close();
  return reached;
}

/** With κ = 1000, the best constants for each, and what theory says of the share that is left by a step. */
describe("on a quadratic of condition number 1000", () => {
  const [low, high] = [1, 1000];
  const root = Math.sqrt(high / low);
  const asymptotic = (kept: number) => Math.log(1e6) / -Math.log(kept);

  test("gradient descent takes 6,908 steps to 1e-6", async () => {
    const [steps] = await stepsToSolve(sgd({ learningRate: 2 / (low + high) }), [1e-6]);
    expect(steps).toBe(6908);
    expect(Math.ceil(asymptotic((high - low) / (high + low)))).toBe(6908);
  }, 30_000);

  test("heavy ball takes 315, and at last 219 for each factor of 1e-6", async () => {
    const learningRate = (2 / (Math.sqrt(low) + Math.sqrt(high))) ** 2;
    const rule = sgd({ learningRate, momentum: ((root - 1) / (root + 1)) ** 2 });
    const [first, , , fourth, fifth] = await stepsToSolve(rule, [1e-6, 1e-12, 1e-18, 1e-24, 1e-30]);
    expect(first).toBe(315);
    expect(Math.ceil(asymptotic((root - 1) / (root + 1)))).toBe(219);
    expect((fifth - fourth) / 219).toBeCloseTo(1, 1); // both roots coincide: k·ρᵏ, whose factor k fades slowly
  });

  test("Nesterov takes 507, and at last 430 for each factor of 1e-6", async () => {
    const rule = sgd({ learningRate: 1 / high, momentum: (root - 1) / (root + 1), nesterov: true });
    const [first, , , fourth, fifth] = await stepsToSolve(rule, [1e-6, 1e-12, 1e-18, 1e-24, 1e-30]);
    expect(first).toBe(507);
    expect(Math.ceil(asymptotic(1 - 1 / root))).toBe(430);
    expect((fifth - fourth) / 430).toBeCloseTo(1, 1);
  });
});
