import { describe, test } from "vitest";
import { BACKENDS, expectClose, TOLERANCE } from "../../../test/backends.ts";
import { chain } from "../compose/chain.ts";
import type { Optimizer } from "../optimizer.ts";
import { sgd } from "../optimizers/sgd.ts";
import { piecewise } from "../schedules/piecewise.ts";
import { optimizerStepper } from "../step/optimizer-stepper.ts";
import * as transforms from "./index.ts";

type Maker = (...args: unknown[]) => Optimizer;
const { clipByGlobalNorm, clipByNorm, clipByValue, l1, l2, normalizeAbove, weightDecay } = transforms;
const vector = (...data: number[]) => ({ shape: [data.length], data });

describe.each(BACKENDS)("%s", (backend) => {
  /** What the transform makes of gradients of a [2] and b [1], parameters at 1: the change of plain descent, η = 1. */
  const transformed = async (transform: Optimizer, a: readonly number[], b: number, steps = 1) => {
    const params = { a: vector(1, 1), b: vector(1) };
    const stepper = await optimizerStepper(chain(transform, sgd({ learningRate: 1 })), params, { backend });
    let before: number[] = [];
    for (let step = 0; step < steps; step++) {
      before = [...stepper.parameters.a.data, ...stepper.parameters.b.data];
      await stepper.step({ a: vector(...a), b: vector(b) });
    }
    const after = [...stepper.parameters.a.data, ...stepper.parameters.b.data];
    await stepper.close();
    return before.map((x, i) => x - after[i]);
  };
  const close = (actual: number[], expected: number[]) => expectClose(actual, expected, TOLERANCE[backend]);

  const NEEDED: Record<string, unknown[]> = { freeze: ["a"], perLayerRate: [[["a", 2]]], gradientNoise: [0] };

  test.each(Object.entries(transforms))("%s of nothing is nothing", async (name, make) => {
    close(await transformed((make as unknown as Maker)(...(NEEDED[name] ?? [])), [0, 0], 0), [0, 0, 0]);
  });

  test("clipByGlobalNorm scales to θ, over all parameters together", async () => {
    close(await transformed(clipByGlobalNorm(6.5), [3, 4], 12), [1.5, 2, 6]); // ‖g‖ = 13
    close(await transformed(clipByGlobalNorm(13), [3, 4], 12), [3, 4, 12]);
  });

  test("normalizeAbove makes what is longer than θ as long as 1", async () => {
    close(await transformed(normalizeAbove(6.5), [3, 4], 12), [3 / 13, 4 / 13, 12 / 13]);
    close(await transformed(normalizeAbove(13.5), [3, 4], 12), [3, 4, 12]);
  });

  test("clipByNorm scales each parameter by itself", async () => {
    close(await transformed(clipByNorm(2.5), [3, 4], 2), [1.5, 2, 2]);
  });

  test("clipByValue limits each coordinate", async () => {
    close(await transformed(clipByValue(3), [-4, 2], 12), [-3, 2, 3]);
  });

  test("l2 adds λw, l1 adds λ · sign(w)", async () => {
    close(await transformed(l2(0.5, { decay: "all" }), [3, -4], 0), [3.5, -3.5, 0.5]);
    close(await transformed(l1(0.25, { decay: "all" }), [3, -4], 0), [3.25, -3.75, 0.25]);
  });

  test.each(Object.entries({ l1, l2, weightDecay }))(
    "%s leaves biases and scales alone unless told",
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

  test("θ may follow a schedule", async () => {
    const theta = piecewise([1, 3], [1], { unit: "step" });
    close(await transformed(clipByValue(theta), [4, 4], 2), [1, 1, 1]);
    close(await transformed(clipByValue(theta), [4, 4], 2, 2), [3, 3, 2]);
  });
});
