import type { Rows } from "./read-inputs.ts";

/** Which rows a batch has, and up to how many it is filled with zeros. */
interface Place {
  start: number;
  count: number;
  size: number;
}

/**
 * Some rows of `width` numbers, filled up with zeros: programs are compiled for powers of two, so that few are kept.
 * `subtract` is taken off here, in float64: see `centered`.
 */
export function paddedBatch(
  { data }: Rows,
  { start, count, size }: Place,
  width: number,
  subtract: number,
): Float32Array {
  const batch = new Float32Array(size * width);
  const [from, to] = [start * width, (start + count) * width];
  if (subtract === 0 && ArrayBuffer.isView(data)) batch.set((data as Float32Array).subarray(from, to));
  else for (let i = from; i < to; i++) batch[i - from] = data[i] - subtract;
  return batch;
}
