import { describe, expect, test } from "vitest";
import { as } from "../../../test/paper-arithmetic.ts";
import { stepsOf } from "../../../test/steps-of.ts";
import { arrays } from "../../data/arrays.ts";
import { zeros } from "../../model/initializers/zeros.ts";
import { dense } from "../../model/layers/dense.ts";
import { meanSquaredError } from "../../model/losses/mean-squared-error.ts";
import { signals } from "../../train/callbacks/signals.ts";
import { train } from "../../train/train.ts";
import type { TrainOptions } from "../../train/train-options.ts";
import type { Optimizer } from "../optimizer.ts";
import { adam } from "../optimizers/adam.ts";
import { chain } from "../optimizers/chain.ts";
import { lamb } from "../optimizers/lamb.ts";
import { muon } from "../optimizers/muon.ts";
import { normalizedSgd } from "../optimizers/normalized-sgd.ts";
import { sam } from "../optimizers/sam.ts";
import { sgd } from "../optimizers/sgd.ts";
import { adaptiveClip } from "../transforms/adaptive-clip.ts";
import { maxNorm } from "../transforms/max-norm.ts";

// Squares of float32 overflow above 1.8e19, and are 0 below 1e-23.

/** Where one step by the gradient (3, 4) · size leads the weights (3, 4) of one unit. */
const stepped = async (optimizer: Optimizer, size: number, shape: readonly number[] = [2, 1], start = [3, 4]) => {
  const gradient = start.length === 2 ? [3 * size, 4 * size] : start.map((_, i) => (i % 3 === 0 ? size : 0));
  const [{ w }] = await stepsOf(optimizer, as(shape, start), [as(shape, gradient)], { backend: "wasm" });
  return Array.from(w);
};
const near = (...all: number[]) => all.map((x) => expect.closeTo(x, 5));

describe.each([1e30, 1, 1e-30])("a gradient of %s", (size) => {
  test("is a direction for normalizedSgd", async () => {
    expect(await stepped(normalizedSgd({ learningRate: 0.5 }), size)).toEqual(near(2.7, 3.6));
  });

  test("is bounded by maxNorm after the step", async () => {
    const step = chain(maxNorm(3), sgd({ learningRate: 1 }));
    const start = size === 1 ? [30, 40] : [3, 4];
    const [a, b] = await stepped(step, size, [2, 1], start);
    expect([Math.abs(a), Math.abs(b)]).toEqual(near(1.8, 2.4));
  });

  test("is clipped by adaptiveClip where it is large, and else stays", async () => {
    const step = chain(adaptiveClip(0.1), sgd({ learningRate: 1 }));
    expect(await stepped(step, size)).toEqual(size < 1 ? [3, 4] : near(2.7, 3.6)); // 0.1 · ‖w‖ = 0.5 long
    expect(await stepped(chain(adaptiveClip(0.1), sgd({ learningRate: 0.1 / size })), size)).toEqual(
      size < 1 ? near(2.7, 3.6) : expect.anything(),
    );
  });

  /** The gradient at 0 of (w · x − size)², x = (3, 4) · size: −2 size² (3, 4). */
  const root = Math.sqrt(size);
  const data = arrays({
    inputs: { shape: [1, 2], data: Float32Array.of(3 * root, 4 * root) },
    targets: { shape: [1, 1], data: Float32Array.of(root) },
  });
  const OPTIONS: TrainOptions = {
    ...{ loss: meanSquaredError(), scaling: "none", targetScaling: "none", metrics: [] },
    ...{ threads: 0, batchSize: 1, epochs: 1 },
  };
  const model = dense(1, { bias: false, init: zeros() });

  test("leads sam away as far as any other", async () => {
    // At ê = −0.2 · (3, 4) / 5 the error is 1 + 0.2 · 5 = 2 times as large.
    const optimizer = sam(sgd({ learningRate: 0.1 / size }), { rho: 0.2 });
    const run = await train(model, data, { ...OPTIONS, optimizer });
    expect([...run.state.kernel]).toEqual(near(1.2, 1.6));
  });

  test("is in the signals as it is", async () => {
    const run = await train(model, data, {
      ...OPTIONS,
      optimizer: sgd({ learningRate: 0.1 / size }),
      callbacks: [signals({ every: 1 })],
    });
    const [{ parameters }] = run.signals.filter((row) => row.parameters !== undefined);
    expect((parameters?.kernel.gradientNorm ?? 0) / size).toBeCloseTo(10, 4);
  });
});

describe("what keeps squares", () => {
  test.each([1e18, 1, 1e-30])("lamb steps by the norm of the weights at %s", async (size) => {
    const step = lamb({ learningRate: 0.1, weightDecay: 0 });
    const [a, b] = await stepped(step, size);
    expect(Math.hypot(3 - a, 4 - b)).toBeCloseTo(0.5, 5);
  });

  test.each([1e30, 1])("muon steps along every direction alike at %s", async (size) => {
    const [a, b, c, d] = await stepped(muon({ learningRate: 0.1 }), size, [2, 2], [1, 0, 0, 1]);
    expect([b, c]).toEqual([0, 0]);
    for (const x of [a, d]) expect(Math.abs(1 - x - 0.1)).toBeLessThan(0.04);
  });

  test("muon makes no step by what is far below the 1e-7 that it adds to a norm", async () => {
    expect(await stepped(muon({ learningRate: 0.1 }), 1e-30, [2, 2], [1, 0, 0, 1])).toEqual([1, 0, 0, 1]);
  });

  test("adam skips a step whose squares overflow, and says what helps", async () => {
    const data = arrays({
      inputs: { shape: [1, 1], data: Float32Array.of(1e25) },
      targets: { shape: [1, 1], data: Float32Array.of(10) },
    });
    const run = await train(dense(1, { bias: false, init: zeros() }), data, {
      ...{ loss: meanSquaredError(), scaling: "none", targetScaling: "none", metrics: [] },
      ...{ threads: 0, batchSize: 1, epochs: 1, optimizer: adam() },
    });
    expect(run.skippedSteps).toBe(1);
    expect(run.nonFinite?.[0].detail).toContain("clip before it, as in chain(clipByGlobalNorm(1), adam())");
  });
});
