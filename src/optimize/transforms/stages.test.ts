import { describe, expect, test } from "vitest";
import { BACKENDS, expectClose, TOLERANCE } from "../../../test/backends.ts";
import { type Arrays, array, stepsOf } from "../../../test/steps-of.ts";
import { RandomStream } from "../../random.ts";
import { chain } from "../compose/chain.ts";
import type { Optimizer } from "../optimizer.ts";
import { adam, adamw, momentum, normalizedSgd, sgd } from "../optimizers/index.ts";
import { cosineDecay, exponentialDecay, piecewise } from "../schedules/index.ts";
import {
  accumulate,
  adaptiveClip,
  centralize,
  clipByGlobalNorm,
  freeze,
  gradientNoise,
  maxNorm,
  perLayerRate,
  weightDecay,
} from "./index.ts";

const numbers = new RandomStream(1, "stages test");
const draw = (shape: readonly number[]) =>
  array(
    shape,
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => Math.fround(numbers.normal())),
  );
/** The parameters of a small network. */
const drawAll = (): Arrays => ({
  "0.dense/kernel": draw([3, 2]),
  "0.dense/bias": draw([2]),
  "1.dense/kernel": draw([2, 2]),
});
const start = drawAll();
const gradients = Array.from({ length: 12 }, drawAll);
const KERNELS = ["0.dense/kernel", "1.dense/kernel"];

describe.each(BACKENDS)("%s", (backend) => {
  const run = (optimizer: Optimizer, given: readonly Arrays[] = gradients) =>
    stepsOf(optimizer, start, given, { backend });
  const close = (actual: Awaited<ReturnType<typeof run>>[number], expected: typeof actual) => {
    for (const [name, values] of Object.entries(expected)) expectClose(actual[name], values, TOLERANCE[backend], name);
  };

  test.each(["kernels", "all"] as const)("weightDecay before Adam is AdamW, to the bit: %s", async (decay) => {
    const learningRate = cosineDecay(0.1, { span: 20, unit: "step" });
    const staged = chain(clipByGlobalNorm(1), weightDecay(0.3, { decay }), adam({ learningRate }));
    const whole = chain(clipByGlobalNorm(1), adamw({ learningRate, weightDecay: 0.3, decay }));
    expect(await run(staged)).toEqual(await run(whole));
  });

  test("with a zero gradient, AdamW and weightDecay shrink weights by 1 − ηλ, exactly", async () => {
    const weights: Arrays = { kernel: array([2, 2], [0.5, -2, 3, 0.1]) };
    const zero: Arrays = { kernel: array([2, 2], [0, 0, 0, 0]) };
    // 1 − ηλ = 0.875 and the weights are numbers that float32 holds, but for 0.1
    const stored = backend === "wasm" ? Math.fround : (x: number) => x;
    for (const rule of [
      adamw({ learningRate: 0.25, weightDecay: 0.5 }),
      chain(weightDecay(0.5), adam({ learningRate: 0.25 })),
      chain(weightDecay(0.5), sgd({ learningRate: 0.25, momentum: 0.9 })),
    ]) {
      const [one, two] = await stepsOf(rule, weights, [zero, zero], { backend });
      const expected = Array.from(weights.kernel.data, (w) => stored(stored(w) * 0.875));
      expect(Array.from(one.kernel)).toEqual(expected);
      expect(Array.from(two.kernel)).toEqual(expected.map((w) => stored(w * 0.875)));
    }
  });

  test("a chain in a chain is as if its stages stood there", async () => {
    const flat = chain(clipByGlobalNorm(1), weightDecay(0.3), adam());
    expect(await run(chain(chain(clipByGlobalNorm(1), weightDecay(0.3)), adam()))).toEqual(await run(flat));
    expect(await run(chain(clipByGlobalNorm(1), chain(weightDecay(0.3), adam())))).toEqual(await run(flat));
    const due = chain(accumulate(2), momentum());
    expect(await run(chain(chain(accumulate(2)), chain(momentum())))).toEqual(await run(due));
  });

  test("accumulate steps on the mean of n gradients, and changes nothing in between", async () => {
    const rule = () =>
      chain(clipByGlobalNorm(2), weightDecay(0.1), adam({ learningRate: exponentialDecay(0.1, { factor: 0.5 }) }));
    const means = [0, 1, 2, 3].map((k) =>
      Object.fromEntries(
        Object.entries(start).map(([name, { shape, data }]) => {
          const mean = (i: number) => [0, 1, 2].reduce((sum, j) => sum + gradients[3 * k + j][name].data[i] / 3, 0);
          return [
            name,
            array(
              shape,
              Array.from(data, (_, i) => mean(i)),
            ),
          ];
        }),
      ),
    );
    // epochs of 6 small batches, of 2 large ones
    const small = await stepsOf(chain(accumulate(3), rule()), start, gradients, { backend, stepsPerEpoch: 6 });
    const large = await stepsOf(rule(), start, means, { backend, stepsPerEpoch: 2 });
    small.forEach((point, i) => {
      if ((i + 1) % 3 === 0) close(point, large[(i - 2) / 3]);
      else if (i > 2) expect(point).toEqual(small[i - 1 - (i % 3)]);
      else for (const [name, { data }] of Object.entries(start)) expect(Array.from(point[name])).toEqual(data);
    });
  });

  test("maxNorm bounds each unit's weights after the step, from any place", async () => {
    const bounded = (values: ArrayLike<number>, limit: number) => {
      const norms = [0, 1].map((j) => Math.hypot(...Array.from(values).filter((_, i) => i % 2 === j)));
      return Float64Array.from(values, (w, i) => w * Math.min(1, limit / norms[i % 2]));
    };
    const [plain] = await run(sgd({ learningRate: 0.5 }));
    for (const optimizer of [
      chain(maxNorm(0.7), clipByGlobalNorm(1e9), sgd({ learningRate: 0.5 })),
      chain(clipByGlobalNorm(1e9), maxNorm(0.7), sgd({ learningRate: 0.5 })),
      chain(sgd({ learningRate: 0.5 }), maxNorm(0.7)),
    ]) {
      const [point] = await run(optimizer);
      for (const name of KERNELS) expectClose(point[name], bounded(plain[name], 0.7), TOLERANCE[backend], name);
      expect(point["0.dense/bias"]).toEqual(plain["0.dense/bias"]);
    }
    expect((await run(chain(maxNorm(1e6), sgd({ learningRate: 0.5 }))))[0]).toEqual(plain);
  });

  test("freeze keeps the bits, whatever else is in the chain", async () => {
    const stages = [weightDecay(0.5, { decay: "all" }), maxNorm(0.1), gradientNoise(1)];
    for (const place of [0, 1, 3]) {
      const frozen = chain(...stages.toSpliced(place, 0, freeze(["bias", "1.dense"])), adamw({ decay: "all" }));
      const last = (await run(frozen)).at(-1)!;
      for (const name of ["0.dense/bias", "1.dense/kernel"]) expect(Array.from(last[name])).toEqual(start[name].data);
      expect(Array.from(last["0.dense/kernel"])).not.toEqual(start["0.dense/kernel"].data);
    }
  });

  test("what is frozen has no part in norms", async () => {
    const [point] = await run(chain(clipByGlobalNorm(0.1), freeze("dense/kernel"), sgd({ learningRate: 1 })));
    const [x, y] = Array.from(start["0.dense/bias"].data);
    expectClose([Math.hypot(point["0.dense/bias"][0] - x, point["0.dense/bias"][1] - y)], [0.1], TOLERANCE[backend]);
  });

  test("perLayerRate is the rate of an optimizer of its own, to the bit", async () => {
    const rates = perLayerRate([
      ["0.dense/kernel", 0.25],
      ["bias", piecewise([2, 4], [3], { unit: "step" })],
    ]);
    const points = await run(chain(rates, weightDecay(0.1, { decay: "all" }), adam({ learningRate: 0.125 })));
    const alone = async (learningRate: Parameters<typeof adam>[0]) =>
      run(chain(weightDecay(0.1, { decay: "all" }), adam(learningRate)));
    const quarter = await alone({ learningRate: 0.125 / 4 });
    const whole = await alone({ learningRate: 0.125 });
    const faster = await alone({ learningRate: piecewise([0.25, 0.5], [3], { unit: "step" }) });
    points.forEach((point, i) => {
      expect(point["0.dense/kernel"]).toEqual(quarter[i]["0.dense/kernel"]);
      expect(point["0.dense/bias"]).toEqual(faster[i]["0.dense/bias"]);
      expect(point["1.dense/kernel"]).toEqual(whole[i]["1.dense/kernel"]);
    });
    const [direct] = await run(chain(perLayerRate([["bias", 0]]), normalizedSgd()));
    expect(Array.from(direct["0.dense/bias"])).toEqual(start["0.dense/bias"].data);
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

  test("centralize takes the mean from the gradient of each output's weights", async () => {
    const weights: Arrays = { kernel: array([3, 1, 2], [0, 0, 0, 0, 0, 0]), bias: array([2], [0, 0]) };
    const grads: Arrays = { kernel: array([3, 1, 2], [1, 10, 2, 20, 6, 60]), bias: array([2], [1, 2]) };
    const [{ kernel, bias }] = await stepsOf(chain(centralize(), sgd({ learningRate: 1 })), weights, [grads], {
      backend,
    });
    expectClose(kernel, [2, 20, 1, 10, -3, -30], TOLERANCE[backend]);
    expectClose(bias, [-1, -2], TOLERANCE[backend]);
  });

  test("gradientNoise is normal, falls as the paper says, and has the same bits under the same seed", async () => {
    const weights: Arrays = { a: array([100, 50], new Array(5000).fill(0)), b: array([5000], new Array(5000).fill(0)) };
    const zero = new Array(10).fill({ a: weights.a, b: weights.b });
    const noisy = chain(gradientNoise(0.3, { gamma: 0.55 }), sgd({ learningRate: 1 }));
    const points = await stepsOf(noisy, weights, zero, { backend, seed: 7 });
    for (const t of [0, 9]) {
      const drawn = (["a", "b"] as const).map((name) =>
        Array.from(points[t][name], (x, i) => (t === 0 ? x : x - points[t - 1][name][i])),
      );
      const moment = (values: number[], power: number) =>
        values.reduce((sum, x) => sum + x ** power, 0) / values.length;
      const sigma = Math.sqrt(0.3 / (1 + t) ** 0.55);
      for (const values of drawn) {
        // four standard errors of a sample of 5,000
        expect(Math.abs(moment(values, 1))).toBeLessThan((4 * sigma) / Math.sqrt(5000));
        expect(Math.abs(moment(values, 2) / sigma ** 2 - 1)).toBeLessThan(4 * Math.sqrt(2 / 5000));
        expect(Math.abs(moment(values, 4) / sigma ** 4 - 3)).toBeLessThan(4 * Math.sqrt(96 / 5000));
      }
      const [a, b] = drawn;
      expect(Math.abs(a.reduce((sum, x, i) => sum + x * b[i], 0) / 5000 / sigma ** 2)).toBeLessThan(
        4 / Math.sqrt(5000),
      );
    }
    expect(await stepsOf(noisy, weights, zero, { backend, seed: 7 })).toEqual(points);
    expect((await stepsOf(noisy, weights, zero, { backend, seed: 8 }))[0]).not.toEqual(points[0]);
  });
});

test("both backends draw the same noise", async () => {
  const [reference, wasm] = await Promise.all(
    BACKENDS.map((backend) =>
      stepsOf(chain(gradientNoise(1), sgd({ learningRate: 1 })), start, gradients, { backend }),
    ),
  );
  reference.forEach((point, i) => {
    for (const [name, values] of Object.entries(point)) expectClose(wasm[i][name], values, 2e-6, name);
  });
});

describe("what does not fit is refused before a step", () => {
  const refused = (optimizer: Optimizer) => expect(stepsOf(optimizer, start, gradients.slice(0, 1))).rejects;

  test("a pattern that matches nothing", async () => {
    await refused(chain(freeze("conv2d"), sgd())).toThrow(
      /^freeze: expected a pattern that matches a parameter, of 0\.dense\/kernel, .*, received "conv2d"/,
    );
    await refused(chain(perLayerRate([["kernels", 2]]), sgd())).toThrow(/^perLayerRate: expected a pattern/);
  });

  test("nothing left to train", async () => {
    await refused(chain(freeze(["kernel", "bias"]), sgd())).toThrow(/^freeze: expected a parameter that is left/);
  });

  test("a change of gradients behind the optimizer", () => {
    const late = [accumulate(2), adaptiveClip(), centralize(), clipByGlobalNorm(1), gradientNoise(), perLayerRate([])];
    for (const stage of late)
      for (const optimizer of [sgd(), chain(sgd())])
        expect(() => chain(optimizer, weightDecay(), stage)).toThrow(
          `chain: expected the optimizer behind all that changes gradients, received ${stage.name} behind it.`,
        );
    expect(() => chain(sgd(), weightDecay(), maxNorm(), chain(freeze("bias")))).not.toThrow();
    expect(() => chain(clipByGlobalNorm(1), chain(weightDecay(), accumulate(2)))).not.toThrow();
  });

  test("decay without a learning rate", async () => {
    await refused(chain(weightDecay(0.1))).toThrow(
      /^weightDecay: expected an optimizer with a learning rate in the same chain, received none\. Write chain/,
    );
  });
});
