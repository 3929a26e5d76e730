import { usageError } from "../errors.ts";
import { expectArray } from "../expect-array.ts";

/**
 * Demands { shape, data } of finite numbers.
 * @throws "predict: expected { shape, data }, …, received Float32Array of 784. Write { shape: [1, 784], data: … }."
 */
export function expectFinite(where: string, inputs: unknown): void {
  expectArray(where, inputs);
  const { data } = inputs;
  for (let i = 0; i < data.length; i++)
    if (!Number.isFinite(data[i]))
      throw usageError({
        where: `${where}: data`,
        expected: "finite numbers",
        received: `${data[i]} at index ${i}`,
        fix: "Remove or replace missing values, as before training.",
      });
}
