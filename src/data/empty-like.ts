import type { NumberArray, Samples, Values } from "./samples.ts";

/** Samples of the same form and types, all 0. */
export function emptyLike({ inputs, targets, weights }: Samples, count: number): Samples {
  return {
    inputs: emptyValues(inputs, count),
    targets: emptyValues(targets, count),
    ...(weights && { weights: new Float32Array(count) }),
  };
}

function emptyValues({ shape, data }: Values, count: number): Values {
  const Numbers = data.constructor as new (length: number) => NumberArray;
  return { shape: [count, ...shape.slice(1)], data: new Numbers((data.length / shape[0]) * count) };
}
