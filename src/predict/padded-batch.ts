import { isOneForAll, scaled } from "../data/scaled.ts";
import type { LinearScale } from "../data/scaling.ts";
import type { Rows } from "./read-inputs.ts";

/** Which rows a batch has, and up to how many it is filled with zeros. */
interface Place {
  start: number;
  count: number;
  size: number;
}

/**
 * Some rows of `width` numbers, filled up with zeros: programs are compiled for powers of two, so that few are kept.
 * Of a scale, `subtract` is taken off here, in float64; one with a number for each feature is applied altogether: see
 * `centered`.
 */
export function paddedBatch(
  { data }: Rows,
  { start, count, size }: Place,
  width: number,
  scale: LinearScale,
): Float32Array {
  const batch = new Float32Array(size * width);
  const [from, to] = [start * width, (start + count) * width];
  if (!isOneForAll(scale)) {
    batch.set(scaled(data, scale, from, to));
    return batch;
  }
  const { subtract } = scale;
  if (subtract === 0 && ArrayBuffer.isView(data)) batch.set((data as Float32Array).subarray(from, to));
  else for (let i = from; i < to; i++) batch[i - from] = data[i] - subtract;
  return batch;
}
