import { describe, expect, test } from "vitest";
import { BACKENDS, expectClose } from "../../../test/backends.ts";
import { gradients, start } from "../../../test/small-network.ts";
import { type Arrays, array, stepsOf } from "../../../test/steps-of.ts";
import { chain } from "../optimizers/chain.ts";
import { sgd } from "../optimizers/sgd.ts";
import { gradientNoise } from "./gradient-noise.ts";

describe.each(BACKENDS)("%s", (backend) => {
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
