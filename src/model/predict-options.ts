import { expectArray } from "../expect-array.ts";
import { usageError } from "../errors.ts";
import { count, flag, optional, resolveOptions } from "../options.ts";

const OPTIONS = {
  logits: optional(flag(false)),
  batchSize: optional(count(undefined)),
  samples: optional(count(undefined, "", 2)),
  seed: optional(count(undefined, "", 0)),
};

/**
 * Demands inputs { shape, data } of finite numbers, and options that there are.
 * @throws "predict: expected { shape, data }, …, received Float32Array of 784. Write { shape: [1, 784], data: … }."
 */
export function checkPrediction(inputs: unknown, options: object): void {
  resolveOptions("predict", OPTIONS, options);
  expectArray("predict", inputs);
  const { data } = inputs;
  for (let i = 0; i < data.length; i++)
    if (!Number.isFinite(data[i]))
      throw usageError({
        where: "predict: data",
        expected: "finite numbers",
        received: `${data[i]} at index ${i}`,
        fix: "Remove or replace missing values, as before training.",
      });
}
