import type { HostArray } from "../backend/backend.ts";
import { exponentOf } from "../exact-math/exponent.ts";

/** How a file stores the numbers of a tensor, little-endian. */
interface Dtype {
  /** Of one number. */
  readonly bytes: number;
  /** The numbers of these bytes: in the type that holds each of them exactly. */
  read(bytes: ArrayBuffer): HostArray;
  /** The numbers as they are stored; absent where nothing is written so. */
  write?(numbers: ArrayLike<number>): ArrayBufferView<ArrayBuffer>;
}

/**
 * The types of numbers in a safetensors file, by their names there. Those that no weights of ours have (8 bits of float, complex
 * numbers) are missing.
 */
export const DTYPES = {
  F64: { bytes: 8, read: (bytes) => new Float64Array(bytes), write: (numbers) => Float64Array.from(numbers) },
  F32: { bytes: 4, read: (bytes) => new Float32Array(bytes), write: (numbers) => Float32Array.from(numbers) },
  F16: { bytes: 2, read: readHalves, write: (numbers) => Uint16Array.from(numbers, halfOf) },
  BF16: { bytes: 2, read: readBrains, write: (numbers) => Uint16Array.from(numbers, brainOf) },
  I64: { bytes: 8, read: (bytes) => Float64Array.from(new BigInt64Array(bytes), Number) },
  U64: { bytes: 8, read: (bytes) => Float64Array.from(new BigUint64Array(bytes), Number) },
  I32: { bytes: 4, read: (bytes) => new Int32Array(bytes), write: (numbers) => Int32Array.from(numbers) },
  U32: { bytes: 4, read: (bytes) => new Uint32Array(bytes), write: (numbers) => Uint32Array.from(numbers) },
  I16: { bytes: 2, read: (bytes) => Int32Array.from(new Int16Array(bytes)) },
  U16: { bytes: 2, read: (bytes) => Int32Array.from(new Uint16Array(bytes)) },
  I8: { bytes: 1, read: (bytes) => Int32Array.from(new Int8Array(bytes)) },
  U8: { bytes: 1, read: (bytes) => new Uint8Array(bytes), write: (numbers) => Uint8Array.from(numbers) },
  BOOL: { bytes: 1, read: (bytes) => new Uint8Array(bytes) },
} satisfies Record<string, Dtype>;

export type DtypeName = keyof typeof DTYPES;

/** Sign, 5 bits of exponent, 10 of fraction. Source: IEEE 754-2008, binary16 */
function readHalves(bytes: ArrayBuffer): Float32Array {
  halves ??= Float32Array.from({ length: 2 ** 16 }, (_, bits) => halfValue(bits));
  return Float32Array.from(new Uint16Array(bytes), (bits) => halves?.[bits] ?? Number.NaN);
}

/** The number of every pattern of 16 bits. */
let halves: Float32Array | undefined;

function halfValue(bits: number): number {
  const [sign, exponent, fraction] = [bits & 0x8000 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The nearest number of 16 bits; of two as near, the even one. From 65,520 on it is infinite. */
function halfOf(x: number): number {
  if (Number.isNaN(x)) return 0x7e00;
  const sign = x < 0 || Object.is(x, -0) ? 0x8000 : 0;
  const size = Math.abs(x);
  if (size >= 65_520) return sign | 0x7c00;
  const exponent = Math.max(exponentOf(size), -14);
  const fraction = nearestEven((size / 2 ** exponent) * 1024); // 1024 to 2048 for a normal number, less for others
  return sign | ((exponent + 14) * 1024 + fraction); // what is rounded up to 2048 has the next exponent
}

function nearestEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  return below + (rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? 1 : 0);
}

/** The upper half of a float32: sign, 8 bits of exponent, 7 of fraction. Source: the bfloat16 of Google Brain */
function readBrains(bytes: ArrayBuffer): Float32Array {
  return new Float32Array(Uint32Array.from(new Uint16Array(bytes), (bits) => bits << 16).buffer);
}

/** The nearest number of 16 bits; of two as near, the even one. */
function brainOf(x: number): number {
  if (Number.isNaN(x)) return 0x7fc0;
  const [bits] = new Uint32Array(Float32Array.of(x).buffer);
  return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
}
