import type { BackendName } from "../src/backend/backend.ts";
import type { Optimizer } from "../src/optimize/optimizer.ts";
import { chain } from "../src/optimize/optimizers/chain.ts";
import { sgd } from "../src/optimize/optimizers/sgd.ts";
import { array, stepsOf } from "./steps-of.ts";

/**
 * What a transform makes of gradients a [2] and b [1], where all parameters are 1 at first: how far plain descent with
 * η = 1 moves them in the last of some steps.
 */
export async function transformed(
  transform: Optimizer,
  a: readonly number[],
  b: number,
  { backend, steps = 1 }: { backend: BackendName; steps?: number },
): Promise<number[]> {
  const start = { a: array([2], [1, 1]), b: array([1], [1]) };
  const grads = { a: array([2], a), b: array([1], [b]) };
  const points = await stepsOf(chain(transform, sgd({ learningRate: 1 })), start, new Array(steps).fill(grads), {
    backend,
  });
  const [before, after] = [[1, 1, 1], ...points.map((point) => [...point.a, ...point.b])].slice(-2);
  return before.map((x, i) => x - after[i]);
}
