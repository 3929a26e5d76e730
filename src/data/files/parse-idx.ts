import { runError } from "../../errors.ts";
import { defined } from "../../options/defined.ts";
import type { NumberArray, Values } from "../dataset.ts";
import { sizeOf } from "../size-of.ts";
import { hex } from "./hex.ts";
import { isGzip } from "./is-gzip.ts";

/** A type of numbers in the file: its width, its array, and how it is read (big-endian). */
interface IdxType {
  width: number;
  make(length: number): NumberArray;
  read(view: DataView, offset: number): number;
}

/** Types by the third byte of the file. */
const TYPES: Readonly<Record<number, IdxType>> = {
  8: { width: 1, make: (n) => new Uint8Array(n), read: (view, at) => view.getUint8(at) },
  9: { width: 1, make: (n) => new Int32Array(n), read: (view, at) => view.getInt8(at) },
  11: { width: 2, make: (n) => new Int32Array(n), read: (view, at) => view.getInt16(at) },
  12: { width: 4, make: (n) => new Int32Array(n), read: (view, at) => view.getInt32(at) },
  13: { width: 4, make: (n) => new Float32Array(n), read: (view, at) => view.getFloat32(at) },
  14: { width: 8, make: (n) => new Float64Array(n), read: (view, at) => view.getFloat64(at) },
};

/**
 * The numbers of an IDX file, the format of MNIST: two zero bytes, the type, the number of dimensions, the dimensions as
 * 32-bit big-endian numbers, then the numbers, row-major.
 * @param where the file, for errors.
 * @throws a run error for any other bytes.
 */
export function parseIdx(bytes: Uint8Array, where: string): Values {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  checkLength(where, "a header of at least 4 bytes", bytes.length, bytes.length >= 4);
  if (view.getUint16(0) !== 0)
    throw runError({
      where,
      expected: "an IDX file, which begins with the bytes 00 00",
      received: `the bytes ${hex(bytes[0])} ${hex(bytes[1])}`,
      ...defined({ fix: isGzip(bytes) ? "The file is compressed with gzip; decompress it first." : undefined }),
    });
  const type = typeOf(where, bytes[2]);
  const shape = shapeOf(where, view);
  const start = 4 + 4 * shape.length;
  const length = sizeOf(shape);
  const size = start + length * type.width;
  checkLength(where, `${size} bytes for the shape [${shape.join(", ")}]`, bytes.length, bytes.length === size);
  return { shape, data: numbersOf(view, start, length, type) };
}

function typeOf(where: string, code: number): IdxType {
  if (code in TYPES) return TYPES[code];
  throw runError({
    where,
    expected: `an IDX type of ${Object.keys(TYPES).map(Number).map(hex).join(", ")}`,
    received: `the type ${hex(code)}`,
  });
}

function shapeOf(where: string, view: DataView): number[] {
  const rank = view.getUint8(3);
  if (rank === 0) throw runError({ where, expected: "at least one dimension", received: "none" });
  const header = 4 + 4 * rank;
  checkLength(where, `a header of ${header} bytes`, view.byteLength, view.byteLength >= header);
  return Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
}

function numbersOf(view: DataView, start: number, length: number, type: IdxType): NumberArray {
  const data = type.make(length);
  if (data instanceof Uint8Array) data.set(new Uint8Array(view.buffer, view.byteOffset + start, length));
  else for (let i = 0; i < length; i++) data[i] = type.read(view, start + i * type.width);
  return data;
}

function checkLength(where: string, expected: string, received: number, holds: boolean): void {
  if (!holds) throw runError({ where, expected, received: `${received} bytes` });
}
