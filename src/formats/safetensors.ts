import type { HostArray } from "../backend/backend.ts";
import type { Shape } from "../graph/shape.ts";

/** The numbers of a tensor as a file stores them. */
export type StoredArray = Float32Array | Float64Array;

export const TYPES = { F32: Float32Array, F64: Float64Array };
export type Type = keyof typeof TYPES;

/** The array that is written for some numbers: float64 stays float64, all others become float32. */
export function storedArray(data: HostArray): StoredArray {
  if (data.BYTES_PER_ELEMENT === 8) return data as Float64Array;
  return data instanceof Float32Array ? data : Float32Array.from(data);
}

/**
 * The bytes of a safetensors file: eight bytes of header length, a JSON header, then the numbers, all little-endian. Those
 * of float64 come first, so all are aligned. Tensors without a shape are written flat.
 */
export function encodeSafetensors(
  tensors: Readonly<Record<string, HostArray>>,
  metadata: Readonly<Record<string, string>>,
  shapes: Readonly<Record<string, Shape>> = {},
): Uint8Array<ArrayBuffer> {
  const arrays = Object.entries(tensors).map(([name, data]) => ({ name, data: storedArray(data) }));
  arrays.sort((a, b) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
  let end = 0;
  const entries = arrays.map(({ name, data }) => {
    const begin = end;
    end += data.byteLength;
    const dtype: Type = data.BYTES_PER_ELEMENT === 8 ? "F64" : "F32";
    return [name, { dtype, shape: shapes[name] ?? [data.length], data_offsets: [begin, end] }] as const;
  });
  const header = Object.fromEntries([["__metadata__", metadata], ...entries]);
  const text = new TextEncoder().encode(JSON.stringify(header));
  const start = Math.ceil((8 + text.length) / 8) * 8; // padded with spaces, so that numbers are aligned
  const bytes = new Uint8Array(start + end).fill(0x20, 8, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.set(text, 8);
  let at = start;
  for (const { data } of arrays) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}
