import { usageError } from "../../errors.ts";
import { filled, iota, type Tensor } from "../../graph/tensor.ts";

/**
 * Some numbers as [1, width].
 * @throws a usage error unless there are as many as `width`: "crossEntropy: classWeights: expected 3 weights, one for each class".
 */
export function rowOf(where: string, numbers: readonly number[], width: number, each: string): Tensor {
  if (numbers.length !== width)
    throw usageError({
      where,
      expected: `${width} weights, one for each ${each}`,
      received: String(numbers.length),
    });
  return numbers.reduce<Tensor>(
    (row, weight, i) => iota([1, width], 1).equal(i).where(weight, row),
    filled([1, width], 0),
  );
}
