import { describe, expect, test } from "vitest";
import { BACKENDS, expectClose, TOLERANCE } from "../../../test/backends.ts";
import { gradients, start } from "../../../test/small-network.ts";
import { stepsOf } from "../../../test/steps-of.ts";
import type { Optimizer } from "../optimizer.ts";
import { chain } from "../optimizers/chain.ts";
import { sgd } from "../optimizers/sgd.ts";
import { clipByGlobalNorm } from "./clip-by-global-norm.ts";
import { maxNorm } from "./max-norm.ts";

const KERNELS = ["0.dense/kernel", "1.dense/kernel"];

describe.each(BACKENDS)("%s", (backend) => {
  const run = (optimizer: Optimizer) => stepsOf(optimizer, start, gradients, { backend });

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
});
