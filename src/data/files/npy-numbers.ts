import { runError } from "../../errors.ts";
import type { NumberArray } from "../dataset.ts";

type Read = (view: DataView, at: number, little: boolean) => number;
type Make = (length: number) => NumberArray;

const bytes: Make = (length) => new Uint8Array(length);
const integers: Make = (length) => new Int32Array(length);
const float32: Make = (length) => new Float32Array(length);

/** By NumPy's name: bytes of an item, how one is read, and what they are kept in; 64-bit integers have their own way. */
const TYPES: Readonly<Record<string, readonly [width: number, read: Read, make: Make]>> = {
  b1: [1, (view, at) => view.getUint8(at), bytes],
  u1: [1, (view, at) => view.getUint8(at), bytes],
  i1: [1, (view, at) => view.getInt8(at), integers],
  u2: [2, (view, at, little) => view.getUint16(at, little), integers],
  i2: [2, (view, at, little) => view.getInt16(at, little), integers],
  u4: [4, (view, at, little) => view.getUint32(at, little), (length) => new Uint32Array(length)],
  i4: [4, (view, at, little) => view.getInt32(at, little), integers],
  f2: [2, (view, at, little) => half(view.getUint16(at, little)), float32],
  f4: [4, (view, at, little) => view.getFloat32(at, little), float32],
  f8: [8, (view, at, little) => view.getFloat64(at, little), (length) => new Float64Array(length)],
};

/** How numbers of a type are read; undefined for what is no type of numbers. */
export function npyNumbers(type: string, little: boolean, where: string) {
  if (type === "i8" || type === "u8")
    return { width: 8, read: (view: DataView, count: number) => long(view, count, type, little, where) };
  if (!Object.hasOwn(TYPES, type)) return undefined;
  const [width, readOne, make] = TYPES[type];
  const read = (view: DataView, count: number) => {
    const numbers = make(count);
    if (numbers instanceof Uint8Array) numbers.set(new Uint8Array(view.buffer, view.byteOffset, count));
    else for (let i = 0; i < count; i++) numbers[i] = readOne(view, i * width, little);
    return numbers;
  };
  return { width, read };
}

/** 64-bit integers as int32 where all fit, else as float64. @throws a run error for those beyond 2^53. */
function long(view: DataView, count: number, type: "i8" | "u8", little: boolean, where: string): NumberArray {
  const numbers = new Float64Array(count);
  let fits = true;
  for (let i = 0; i < count; i++) {
    const value = type === "i8" ? view.getBigInt64(8 * i, little) : view.getBigUint64(8 * i, little);
    numbers[i] = Number(value);
    if (!Number.isSafeInteger(numbers[i]))
      throw runError({ where, expected: "integers of at most 2^53", received: `${value}, item ${i}` });
    fits &&= numbers[i] === (numbers[i] | 0);
  }
  return fits ? Int32Array.from(numbers) : numbers;
}

/** A 16-bit float (IEEE 754): sign, 5 bits of exponent, 10 of fraction. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}
