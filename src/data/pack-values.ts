import type { NumberArray, Values } from "./samples.ts";

/**
 * Several values of n samples as one, [n, numbers of all]. Numbers keep their type where all have it; else they become
 * float32, or float64 where some are float64 or whole numbers that float32 may round.
 */
export function packValues(parts: readonly Values[]): Values {
  const count = parts[0].shape[0];
  const widths = parts.map(({ shape, data }) => data.length / Math.max(1, shape[0]));
  const width = widths.reduce((sum, own) => sum + own, 0);
  const data = new (typeFor(parts.map((part) => part.data)))(count * width);
  let start = 0;
  parts.forEach((part, i) => {
    for (let row = 0; row < count; row++)
      data.set(part.data.subarray(row * widths[i], (row + 1) * widths[i]), row * width + start);
    start += widths[i];
  });
  return { shape: [count, width], data };
}

function typeFor(all: readonly NumberArray[]): new (length: number) => NumberArray {
  const types = new Set(all.map((data) => data.constructor as new (length: number) => NumberArray));
  const [type] = types;
  if (types.size === 1) return type;
  return all.every((data) => data instanceof Uint8Array || data instanceof Float32Array) ? Float32Array : Float64Array;
}
