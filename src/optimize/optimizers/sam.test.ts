import { describe, expect, test } from "vitest";
import { BACKENDS, expectClose, TOLERANCE } from "../../../test/backends.ts";
import { as, GRADIENTS, norm, START, zip } from "../../../test/paper-arithmetic.ts";
import { type Arrays, array, stepsOf } from "../../../test/steps-of.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { accumulate } from "../transforms/accumulate.ts";
import { weightDecay } from "../transforms/weight-decay.ts";
import { adam } from "./adam.ts";
import { chain } from "./chain.ts";
import { momentum } from "./momentum.ts";
import { sam } from "./sam.ts";
import { sgd } from "./sgd.ts";

describe.each(BACKENDS)("%s", (backend) => {
  const close = (actual: ArrayLike<number>, expected: ArrayLike<number>, what = "") =>
    expectClose(actual, expected, TOLERANCE[backend], what);

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
});

test("sam without a loss says what it needs", async () => {
  const grads = [as([12], START)];
  await expect(stepsOf(sam(sgd()), as([12], START), grads)).rejects.toThrow(/^sam: expected a loss, .*gradients only/);
  const loss = ({ w }: Record<string, Tensor>) => w.sum();
  await expect(stepsOf(chain(accumulate(2), sam(sgd())), as([12], START), grads, { loss })).rejects.toThrow(
    /put sam around the stages that follow it/,
  );
});
