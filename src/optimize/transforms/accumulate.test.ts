import { describe, expect, test } from "vitest";
import { BACKENDS, expectClose, TOLERANCE } from "../../../test/backends.ts";
import { gradients, start } from "../../../test/small-network.ts";
import { array, stepsOf } from "../../../test/steps-of.ts";
import { adam } from "../optimizers/adam.ts";
import { chain } from "../optimizers/chain.ts";
import { exponentialDecay } from "../schedules/exponential-decay.ts";
import { accumulate } from "./accumulate.ts";
import { clipByGlobalNorm } from "./clip-by-global-norm.ts";
import { weightDecay } from "./weight-decay.ts";

describe.each(BACKENDS)("%s", (backend) => {
  const close = (actual: Record<string, ArrayLike<number>>, expected: typeof actual) => {
    for (const [name, values] of Object.entries(expected)) expectClose(actual[name], values, TOLERANCE[backend], name);
  };

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
});
