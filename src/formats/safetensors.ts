import type { HostArray } from "../backend/backend.ts";
import type { Shape } from "../graph/shape.ts";

/** The numbers of a tensor as a file of ours stores them. */
export type StoredArray = Float32Array | Float64Array;

/** A tensor as its bytes will stand in a file. */
export interface StoredTensor {
  name: string;
  /** What its bytes mean, such as "F32". */
  dtype: string;
  shape: Shape;
  data: ArrayBufferView & { readonly BYTES_PER_ELEMENT?: number };
}

/** The array that is written for some numbers: float64 stays float64, all others become float32. */
export function storedArray(data: HostArray): StoredArray {
  if (data.BYTES_PER_ELEMENT === 8) return data as Float64Array;
  return data instanceof Float32Array ? data : Float32Array.from(data);
}

/** The bytes of a safetensors file of float64 and float32 numbers. Tensors without a shape are written flat. */
export function encodeSafetensors(
  tensors: Readonly<Record<string, HostArray>>,
  metadata: Readonly<Record<string, string>>,
  shapes: Readonly<Record<string, Shape>> = {},
): Uint8Array<ArrayBuffer> {
  const stored = Object.entries(tensors).map(([name, numbers]) => {
    const data = storedArray(numbers);
    const shape = Object.hasOwn(shapes, name) ? shapes[name] : [data.length];
    return { name, dtype: data.BYTES_PER_ELEMENT === 8 ? "F64" : "F32", shape, data };
  });
  return joinTensors(stored, metadata);
}

/**
 * The bytes of a safetensors file: eight bytes of header length, a JSON header, then the numbers, all little-endian. Those
 * with the most bytes come first, so all are aligned.
 */
export function joinTensors(
  tensors: readonly StoredTensor[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const width = ({ data }: StoredTensor) => data.BYTES_PER_ELEMENT ?? 1;
  const sorted = tensors.toSorted((a, b) => width(b) - width(a));
  let end = 0;
  const entries = sorted.map(({ name, dtype, shape, data }) => {
    const begin = end;
    end += data.byteLength;
    return [name, { dtype, shape, data_offsets: [begin, end] }] as const;
  });
  const header = Object.fromEntries([["__metadata__", metadata], ...entries]);
  const text = new TextEncoder().encode(JSON.stringify(header));
  const start = Math.ceil((8 + text.length) / 8) * 8; // padded with spaces, so that numbers are aligned
  const bytes = new Uint8Array(start + end).fill(0x20, 8, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.set(text, 8);
  let at = start;
  for (const { data } of sorted) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}
