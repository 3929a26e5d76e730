import { describe, expect, test } from "vitest";
import { BACKENDS, expectClose, TOLERANCE } from "../../../test/backends.ts";
import { gradients, start } from "../../../test/small-network.ts";
import { type Arrays, array, stepsOf } from "../../../test/steps-of.ts";
import { transformed } from "../../../test/transformed.ts";
import type { Optimizer } from "../optimizer.ts";
import { adam } from "../optimizers/adam.ts";
import { adamw } from "../optimizers/adamw.ts";
import { chain } from "../optimizers/chain.ts";
import { sgd } from "../optimizers/sgd.ts";
import { cosineDecay } from "../schedules/cosine-decay.ts";
import { optimizerStepper } from "../step/optimizer-stepper.ts";
import { clipByGlobalNorm } from "./clip-by-global-norm.ts";
import { l1 } from "./l1.ts";
import { l2 } from "./l2.ts";
import { weightDecay } from "./weight-decay.ts";

const vector = (...data: number[]) => ({ shape: [data.length], data });

describe.each(BACKENDS)("%s", (backend) => {
  const run = (optimizer: Optimizer) => stepsOf(optimizer, start, gradients, { backend });

  const close = (actual: ArrayLike<number>, expected: ArrayLike<number>, what = "") =>
    expectClose(actual, expected, TOLERANCE[backend], what);

  test("l2 adds λw, l1 adds λ · sign(w)", async () => {
    close(await transformed(l2(0.5, { decay: "all" }), [3, -4], 0, { backend }), [3.5, -3.5, 0.5]);
    close(await transformed(l1(0.25, { decay: "all" }), [3, -4], 0, { backend }), [3.25, -3.75, 0.25]);
  });

  test.each(Object.entries({ l1, l2, weightDecay }))(
    "%s leaves biases and scales alone by default",
    async (name, make) => {
      const params = { kernel: { shape: [1, 2], data: [2, -2] }, bias: vector(2, -2) };
      const zero = { kernel: { shape: [1, 2], data: [0, 0] }, bias: vector(0, 0) };
      for (const decay of ["kernels", "all"] as const) {
        const optimizer = chain(make(0.1, { decay }), sgd({ learningRate: 0.5 }));
        const stepper = await optimizerStepper(optimizer, params, { backend });
        await stepper.step(zero);
        const moved = name === "l1" ? 2 - 0.5 * 0.1 : 2 * (1 - 0.5 * 0.1);
        close(Array.from(stepper.parameters.kernel.data), [moved, -moved]);
        close(Array.from(stepper.parameters.bias.data), decay === "all" ? [moved, -moved] : [2, -2]);
        await stepper.close();
      }
    },
  );

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
    const stored = backend === "reference" ? (x: number) => x : Math.fround;
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
});

test("decay without a learning rate is refused before a step", async () => {
  await expect(stepsOf(chain(weightDecay(0.1)), start, gradients)).rejects.toThrow(
    /^weightDecay: expected an optimizer with a learning rate in the same chain, received none\. Write chain/,
  );
});
