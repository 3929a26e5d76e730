import { describe, expect, test } from "vitest";
import { BACKENDS, expectClose, TOLERANCE } from "../../../test/backends.ts";
import { type Arrays, array, stepsOf } from "../../../test/steps-of.ts";
import { compile } from "../../compile.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { RandomStream } from "../../random.ts";
import { chain } from "../compose/chain.ts";
import { newtonSchulz } from "../math/newton-schulz.ts";
import type { Optimizer } from "../optimizer.ts";
import { piecewise } from "../schedules/index.ts";
import { optimizerStepper } from "../step/optimizer-stepper.ts";
import { accumulate, clipByGlobalNorm, weightDecay } from "../transforms/index.ts";
import { adam, groups, lamb, lookahead, momentum, muon, sam, scheduleFreeAdamw, sgd } from "./index.ts";

// The papers' algorithms once more, in plain float64 arithmetic on lists of numbers.

const numbers = new RandomStream(3, "papers test");
const draw = (size: number) => Array.from({ length: size }, () => Math.fround(numbers.normal()));
const norm = (x: readonly number[]) => Math.hypot(...x);
const zip = (a: readonly number[], b: readonly number[], f: (x: number, y: number, i: number) => number) =>
  a.map((x, i) => f(x, b[i], i));
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i], 0);

const SIZE = 12;
const START = draw(SIZE);
const GRADIENTS = Array.from({ length: 11 }, () => draw(SIZE));
const as = (shape: readonly number[], data: readonly number[]): Arrays => ({ w: array(shape, data) });

describe.each(BACKENDS)("%s", (backend) => {
  /** The path of a [4, 3] matrix, or of a vector. */
  const path = async (optimizer: Optimizer, shape: readonly number[] = [4, 3]) => {
    const gradients = GRADIENTS.map((gradient) => as(shape, gradient));
    return (await stepsOf(optimizer, as(shape, START), gradients, { backend })).map(({ w }) => Array.from(w));
  };
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

  test("schedule-free AdamW: algorithm 1 of Defazio et al.", async () => {
    const [b1, b2, eps, lambda] = [0.8, 0.95, 1e-8, 0.2];
    const rate = (k: number) => (k < 3 ? 0.05 : 0.1);
    const optimizer = scheduleFreeAdamw({
      learningRate: piecewise([0.05, 0.1], [3], { unit: "step" }),
      ...{ b1, b2, eps, weightDecay: lambda },
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

  test("lookahead: algorithm 1 of Zhang et al., around any optimizer", async () => {
    for (const make of [() => sgd({ learningRate: 0.1 }), () => momentum({ learningRate: 0.1, momentum: 0.5 })]) {
      const stepper = await optimizerStepper(lookahead(make(), { k: 3, alpha: 0.25 }), as([12], START), { backend });
      let [slow, fast, velocity] = [START, START, START.map(() => 0)];
      const kept = make().name === "momentum" ? 0.5 : 0;
      for (const [k, g] of GRADIENTS.entries()) {
        await stepper.step(as([12], g));
        velocity = zip(velocity, g, (a, b) => kept * a - 0.1 * b);
        fast = zip(fast, velocity, (a, b) => a + b);
        if ((k + 1) % 3 === 0) {
          slow = zip(slow, fast, (a, b) => a + 0.25 * (b - a));
          fast = slow;
        }
        close(stepper.parameters.w.data, fast, `θ ${k + 1}`);
        close(stepper.evaluated.w.data, slow, `φ ${k + 1}`);
      }
      await stepper.close();
    }
  });

  test("sam: algorithm 1 of Foret et al., on f = Σ wᵢ⁴", async () => {
    const loss = ({ w, b }: Record<string, Tensor>) => w.square().square().sum().add(b.square().square().sum());
    const gradient = (x: readonly number[]) => x.map((a) => 4 * a ** 3);
    const start = { w: array([2, 1], [0.5, -1]), b: array([1], [0.8]) };
    const optimizer = sam(chain(weightDecay(0.5, { decay: "all" }), momentum({ learningRate: 0.01 })), { rho: 0.3 });
    const found = await stepsOf(optimizer, start, GRADIENTS as unknown as Arrays[], { backend, loss });
    let [x, velocity] = [
      [0.5, -1, 0.8],
      [0, 0, 0],
    ];
    for (const point of found) {
      const g = gradient(x);
      const worst = gradient(zip(x, g, (a, b) => a + (0.3 * b) / norm(g)));
      velocity = zip(velocity, worst, (a, b) => 0.9 * a - 0.01 * b);
      x = zip(x, velocity, (a, b) => a * (1 - 0.01 * 0.5) + b);
      close([...Array.from(point.w), ...Array.from(point.b)], x);
    }
  });

  test("sam with ρ = 0 is the optimizer itself", async () => {
    const loss = ({ w }: Record<string, Tensor>) => w.square().sum();
    const options = { backend, loss };
    const given = GRADIENTS as unknown as Arrays[];
    const around = await stepsOf(sam(adam(), { rho: 0 }), as([12], START), given, options);
    expect(around).toEqual(await stepsOf(adam(), as([12], START), given, options));
  });

  test("muon: momentum through five steps of Newton–Schulz, for matrices and for kernels", async () => {
    const [rate, mu, lambda] = [0.1, 0.9, 0.5];
    for (const [shape, inputs, outputs] of [
      [[4, 3], 4, 3],
      [[3, 4], 3, 4],
      [[2, 1, 3, 2], 6, 2],
    ] as const) {
      const found = await path(muon({ learningRate: rate, momentum: mu, weightDecay: lambda }), shape);
      let [w, momentum] = [START, START.map(() => 0)];
      GRADIENTS.forEach((g, k) => {
        momentum = zip(momentum, g, (a, b) => mu * a + b);
        const o = orthogonalized(
          zip(g, momentum, (a, b) => a + mu * b),
          inputs,
          outputs,
        );
        const scale = rate * Math.sqrt(Math.max(1, outputs / inputs));
        w = zip(w, o, (a, b) => (1 - rate * lambda) * a - scale * b);
        // the iteration is steep near 0 (σ ← 3.4σ, five times): it enlarges rounding by up to 500
        expectClose(found[k], w, backend === "wasm" ? 1e-3 : TOLERANCE[backend], `${shape} step ${k + 1}`);
      });
    }
  });

  test("muon gives biases, and what is named, to Adam at its own rate", async () => {
    const beta = { b1: 0.9, b2: 0.95 };
    const bias = await path(muon({ learningRate: 0.1, adamRate: 0.5 }), [12]);
    expect(bias).toEqual(await path(adam({ learningRate: 0.05, ...beta }), [12]));
    const named = await path(muon({ learningRate: 0.1, adamRate: 0.5, except: "w" }));
    expect(named).toEqual(await path(adam({ learningRate: 0.05, ...beta })));
  });

  test.each([
    [20, 8],
    [8, 20],
    [10, 10],
  ])("Newton–Schulz takes singular values of a %i × %i matrix to between 0.68 and 1.14", async (rows, columns) => {
    const newton = await compile((x) => newtonSchulz(x, 5), { backend });
    for (const size of [1, 1e-12, 1e12]) {
      const matrix = draw(rows * columns).map((x) => x * size);
      const { data } = await newton({ shape: [rows, columns], data: matrix });
      const before = singularValues(matrix, rows, columns);
      const after = singularValues(Array.from(data), rows, columns);
      const whole = norm(before);
      // singular values go through the polynomial by themselves
      const expected = before.map((sigma) => polynomial(sigma / (whole + 1e-7))).sort((a, b) => b - a);
      expectClose(after, expected, backend === "wasm" ? 1e-4 : 1e-9);
      for (const [i, sigma] of before.entries())
        if (sigma > whole / 500) {
          expect(polynomial(sigma / whole), `${i}`).toBeGreaterThan(0.68);
          expect(polynomial(sigma / whole), `${i}`).toBeLessThan(1.14);
        }
    }
    await newton.close();
  });
});

test("groups move parameters by the first that matches, as if each were alone", async () => {
  const start = {
    "0.dense/kernel": array([2, 2], [1, 2, 3, 4]),
    "0.dense/bias": array([2], [1, 2]),
    "1.dense/kernel": array([2], [5, 6]),
  };
  const grads = GRADIENTS.map((g) => ({
    "0.dense/kernel": array([2, 2], g.slice(0, 4)),
    "0.dense/bias": array([2], g.slice(4, 6)),
    "1.dense/kernel": array([2], g.slice(6, 8)),
  }));
  const rules = [
    sgd({ learningRate: 0.1, momentum: 0.9 }),
    scheduleFreeAdamw(),
    chain(accumulate(2), clipByGlobalNorm(1), adam()),
  ] as const;
  const mixed = groups([
    ["bias", rules[0]],
    ["1.dense", rules[1]],
    ["*", rules[2]],
  ]);
  const found = await stepsOf(mixed, start, grads);
  const names = ["0.dense/bias", "1.dense/kernel", "0.dense/kernel"] as const;
  for (const [i, name] of names.entries()) {
    const alone = await stepsOf(
      rules[i],
      { [name]: start[name] },
      grads.map((one) => ({ [name]: one[name] })),
    );
    expect(found.map((point) => point[name])).toEqual(alone.map((point) => point[name]));
  }
  await expect(stepsOf(groups([["bias", sgd()]]), start, grads)).rejects.toThrow(
    /^groups: expected an optimizer for every parameter, received none for 0\.dense\/kernel\. End with/,
  );
  await expect(stepsOf(groups([["bais", sgd()]]), start, grads)).rejects.toThrow(/^groups: expected a pattern that/);
});

test("sam without a loss says what it needs", async () => {
  const grads = [as([12], START)];
  await expect(stepsOf(sam(sgd()), as([12], START), grads)).rejects.toThrow(/^sam: expected a loss, .*gradients only/);
  const loss = ({ w }: Record<string, Tensor>) => w.sum();
  await expect(stepsOf(chain(accumulate(2), sam(sgd())), as([12], START), grads, { loss })).rejects.toThrow(
    /put sam around the stages that follow it/,
  );
});

/** Five steps of σ ← 3.4445σ − 4.775σ³ + 2.0315σ⁵. */
function polynomial(sigma: number): number {
  let x = sigma;
  for (let step = 0; step < 5; step++) x = 3.4445 * x - 4.775 * x ** 3 + 2.0315 * x ** 5;
  return x;
}

/** Σ φ(σᵢ)uᵢvᵢᵀ, by the decomposition that Muon does without. */
function orthogonalized(matrix: readonly number[], rows: number, columns: number): number[] {
  const { left, values, right } = decomposition(matrix, rows, columns);
  const whole = norm(matrix) + 1e-7;
  return matrix.map((_, at) => {
    const [i, j] = [Math.floor(at / columns), at % columns];
    return values.reduce((sum, sigma, k) => sum + polynomial(sigma / whole) * left[k][i] * right[k][j], 0);
  });
}

function singularValues(matrix: readonly number[], rows: number, columns: number): number[] {
  return decomposition(matrix, rows, columns)
    .values.sort((a, b) => b - a)
    .slice(0, Math.min(rows, columns));
}

/** U Σ Vᵀ by one-sided Jacobi rotations of the columns (Hestenes 1958). */
function decomposition(matrix: readonly number[], rows: number, columns: number) {
  const u = Array.from({ length: columns }, (_, j) => Array.from({ length: rows }, (_, i) => matrix[i * columns + j]));
  const v = Array.from({ length: columns }, (_, j) => Array.from({ length: columns }, (_, i) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < 60; sweep++)
    for (let p = 0; p < columns; p++)
      for (let q = p + 1; q < columns; q++) {
        const [a, b, c] = [dot(u[p], u[p]), dot(u[q], u[q]), dot(u[p], u[q])];
        if (Math.abs(c) <= 1e-15 * Math.sqrt(a * b)) continue;
        const zeta = (b - a) / (2 * c);
        const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
        const cosine = 1 / Math.hypot(1, tangent);
        for (const basis of [u, v]) {
          const [x, y] = [basis[p], basis[q]];
          basis[p] = zip(x, y, (s, t) => cosine * (s - tangent * t));
          basis[q] = zip(x, y, (s, t) => cosine * (tangent * s + t));
        }
      }
  const values = u.map(norm);
  return { left: u.map((column, k) => column.map((x) => (values[k] === 0 ? 0 : x / values[k]))), values, right: v };
}
