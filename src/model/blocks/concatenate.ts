import type { Shape } from "../../graph/shape.ts";
import { sumOf, type Tensor } from "../../graph/tensor.ts";

/** The shape of samples that are joined along an axis, in which alone they may differ. */
export function concatenatedShape(shapes: readonly Shape[], axis: number): Shape {
  const along = shapes.reduce((sum, shape) => sum + shape[axis], 0);
  return shapes[0].map((extent, i) => (i === axis ? along : extent));
}

/** Batches of samples, joined along an axis of the sample: each is padded to its place, and all are added. */
export function concatenate(parts: readonly Tensor[], axis: number): Tensor {
  const [first] = parts;
  const at = axis + 1; // the batch comes first
  const total = parts.reduce((sum, { shape }) => sum + shape[at], 0);
  const zeros = (count: number) => first.shape.map((_, i) => (i === at ? count : 0));
  let start = 0;
  return sumOf(
    parts.map((part) => {
      const before = start;
      start += part.shape[at];
      return part.pad(zeros(before), zeros(total - start)); // [batch, …, total, …]
    }),
  );
}
