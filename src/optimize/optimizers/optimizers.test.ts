import { describe, expect, test } from "vitest";
import { BACKENDS, expectClose, TOLERANCE } from "../../../test/backends.ts";
import type { BackendName } from "../../backend/backend.ts";
import { chain } from "../compose/chain.ts";
import type { Optimizer } from "../optimizer.ts";
import { cosineDecay, exponentialDecay, piecewise, warmup } from "../schedules/index.ts";
import { optimizerStepper } from "../step/optimizer-stepper.ts";
import { l2 } from "../transforms/index.ts";
import * as optimizers from "./index.ts";

type Maker = ((options?: object) => Optimizer) & { definition: { options: object } };
const { adagrad, adam, adamw, amsgrad, lion, momentum, normalizedSgd, radam, sgd } = optimizers;
/** All but those that are made around others. */
const all = (Object.entries(optimizers) as unknown as [string, Maker][]).filter(
  ([, { definition }]) => "learningRate" in definition.options,
);

const vector = (...data: number[]) => ({ shape: [data.length], data });

/** The parameter after each of some gradients. */
async function path(optimizer: Optimizer, start: number[], gradients: number[][], backend: BackendName = "reference") {
  const stepper = await optimizerStepper(optimizer, { w: vector(...start) }, { backend });
  const points: number[][] = [];
  for (const gradient of gradients) {
    await stepper.step({ w: vector(...gradient) });
    points.push(Array.from(stepper.parameters.w.data));
  }
  await stepper.close();
  return points;
}

describe.each(BACKENDS)("%s", (backend) => {
  const close = (actual: number[], expected: number[]) => expectClose(actual, expected, TOLERANCE[backend]);

  test.each(all)("%s goes down, whatever the step count", async (_, make) => {
    const gradients = Array.from({ length: 40 }, (_, k) => [1, -2, 0.5 + (k % 3)]);
    const last = (await path(make(), [0, 0, 0], gradients, backend)).at(-1) as number[];
    expect(last[0]).toBeLessThan(0);
    expect(last[1]).toBeGreaterThan(0);
    expect(last[2]).toBeLessThan(0);
    for (const x of last) expect(Number.isFinite(x)).toBe(true);
  });

  test.each(all)("%s stays where the gradient has always been 0: biases do not decay", async (_, make) => {
    const [end] = await path(make(), [3, -4], [[0, 0]], backend);
    expect(end).toEqual([3, -4]);
  });

  test("Adam's first step is −η · sign(g)", async () => {
    const [end] = await path(adam({ learningRate: 0.1, eps: 1e-15 }), [0, 0, 0], [[5, -0.01, 100]], backend);
    close(end, [-0.1, 0.1, -0.1]);
  });

  test("Adagrad steps η / √k under a constant gradient", async () => {
    const points = await path(adagrad({ learningRate: 0.1 }), [0], [[3], [3], [3], [3]], backend);
    let w = 0;
    points.forEach(([x], i) => {
      w -= 0.1 / Math.sqrt(i + 1);
      close([x], [w]);
    });
  });

  test("AdamW with no gradient shrinks weights by exactly 1 − ηλ", async () => {
    const points = await path(
      adamw({ learningRate: 0.1, weightDecay: 0.5, decay: "all" }),
      [2, -4],
      [
        [0, 0],
        [0, 0],
      ],
      backend,
    );
    close(points[0], [2 * 0.95, -4 * 0.95]);
    close(points[1], [2 * 0.95 ** 2, -4 * 0.95 ** 2]);
  });

  test("momentum: v ← γv − η∇L, w ← w + v", async () => {
    const points = await path(momentum({ learningRate: 0.1, momentum: 0.9 }), [1], [[2], [-1], [0]], backend);
    close(points.flat(), [1 - 0.2, 0.8 + (-0.18 + 0.1), 0.72 - 0.072]);
  });

  test("at a constant rate, momentum and sgd with momentum are the same", async () => {
    const gradients = Array.from({ length: 6 }, (_, k) => [Math.cos(k), k - 2]);
    const ours = await path(momentum({ learningRate: 0.05 }), [1, 2], gradients, backend);
    const theirs = await path(sgd({ learningRate: 0.05, momentum: 0.9 }), [1, 2], gradients, backend);
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

  test("lion moves every coordinate by its rate, and decays", async () => {
    const options = { learningRate: 0.1, b1: 0.9, b2: 0.5, weightDecay: 0.2, decay: "all" } as const;
    const points = await path(
      lion(options),
      [1, -1],
      [
        [5, -0.1],
        [-1, -0.1],
      ],
      backend,
    );
    close(points[0], [1 - 0.1 * (1 + 0.2), -1 + 0.1 * (1 + 0.2)]);
    // m = [2.5, −0.05]; 0.9m + 0.1g = [2.15, −0.055]
    close(points[1], [0.88 - 0.1 * (1 + 0.2 * 0.88), -0.88 + 0.1 * (1 + 0.2 * 0.88)]);
  });

  test("amsgrad never divides by less than before", async () => {
    const gradients = [[10], ...new Array(50).fill([0.1])];
    const steps = (points: number[][]) => points.slice(-1)[0][0] - points.slice(-2)[0][0];
    const options = { learningRate: 0.1, b1: 0, b2: 0.5 };
    const [ours, plain] = [
      await path(amsgrad(options), [0], gradients, backend),
      await path(adam(options), [0], gradients, backend),
    ];
    expect(Math.abs(steps(ours))).toBeLessThan(Math.abs(steps(plain)) / 20);
  });

  test("radam leaves the mean square out for its first five steps", async () => {
    const points = await path(radam({ learningRate: 0.1 }), [0], new Array(6).fill([4]), backend);
    close(points.slice(0, 5).flat(), [-0.4, -0.8, -1.2, -1.6, -2]);
    expect(points[4][0] - points[5][0]).toBeLessThan(0.1);
  });

  test("a schedule may drive any number", async () => {
    const rate = exponentialDecay(0.5, { factor: 0.5, unit: "step" });
    const points = await path(sgd({ learningRate: rate }), [0], [[1], [1], [1]], backend);
    close(points.flat(), [-0.5, -0.75, -0.875]);
    const changing = piecewise([0, 0.5], [2], { unit: "step" });
    const rolling = await path(sgd({ learningRate: 1, momentum: changing }), [0], [[1], [1], [0]], backend);
    close(rolling.flat(), [-1, -2, -2.5]);
    const decayed = await path(
      adamw({ learningRate: 0.1, weightDecay: piecewise([0, 1], [1]), decay: "all" }),
      [1],
      [[0], [0]],
      backend,
    );
    close(decayed.flat(), [1, 0.9]);
  });

  test("stages are told apart where two are alike", async () => {
    const twice = chain(l2(0.1, { decay: "all" }), momentum({ learningRate: 0.1 }), momentum({ learningRate: 0.1 }));
    const points = await path(twice, [1], [[1]], backend);
    close(points[0], [1 - 0.11 - 0.11]);
  });
});

test.each(all)("%s keeps one form for a whole training", async (_, make) => {
  const rates = [
    warmup(3, cosineDecay(0.1, { span: 1000 }), { start: 0, unit: "step" }),
    cosineDecay(0.01, { span: 1500 }),
  ];
  for (const learningRate of rates) {
    const stepper = await optimizerStepper(make({ learningRate }), { w: vector(1, -1) }, { backend: "reference" });
    for (let step = 0; step < 1010; step++) await stepper.step({ w: vector(Math.sin(step), 1) });
    for (const x of stepper.parameters.w.data) expect(Number.isFinite(x)).toBe(true);
    await stepper.close();
  }
});

test("hyper-parameters out of range are named", () => {
  expect(() => adam({ b1: 1 })).toThrow("adam: b1: expected a number in [0, 1), or a schedule, received 1.");
  expect(() => sgd({ lr: 1 } as object)).toThrow(/^sgd: expected option .*received "lr"/);
  expect(() => adagrad({ initialAccumulator: cosineDecay(1) as unknown as number })).toThrow(
    /^adagrad: initialAccumulator: expected a number of at least 0, received/,
  );
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
