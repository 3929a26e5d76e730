import type { Samples } from "../../data/dataset.ts";
import { sizeOf } from "../../data/size-of.ts";

/** The samples with other inputs: each number by its value, its feature and its sample. */
export function changedInputs(
  samples: Samples,
  change: (value: number, feature: number, sample: number) => number,
): Samples {
  const { shape, data } = samples.inputs;
  const width = sizeOf(shape.slice(1));
  const changed = Float32Array.from(data, (value, i) => change(value, i % width, Math.floor(i / width)));
  return { ...samples, inputs: { shape, data: changed } };
}
