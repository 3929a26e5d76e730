import { usageError } from "../errors.ts";
import { show } from "../options/show.ts";
import type { NumberArray } from "./dataset.ts";

/** By the name of an array's type; other arrays of numbers become float32, which holds all of theirs. */
const KEPT: Readonly<Record<string, new (buffer: ArrayBufferLike, offset: number, length: number) => NumberArray>> = {
  Uint8Array,
  Uint8ClampedArray: Uint8Array, // the pixels of a canvas
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
};

/**
 * Numbers as a dataset keeps them. Typed arrays that a dataset has keep their type, whichever realm they come from, and
 * all that hold bytes (Uint8Array, Uint8ClampedArray, Buffer) are bytes; these share their memory with what was given.
 * Lists of numbers become float32, or float64 where float32 would blur them (see `compact`).
 * @param width how many numbers a sample has.
 * @throws a usage error for what is no list, and for the first entry that is no number, by its index.
 */
export function storedNumbers(where: string, data: unknown, width: number): NumberArray {
  if (!isList(data))
    throw usageError({
      where,
      expected: "a list of numbers",
      received: data === undefined ? "none" : show(data),
      fix: "Give a typed array, such as a Float32Array or a Uint8Array, or a list.",
    });
  const type = typeName(data);
  if (type === undefined || type.startsWith("Big")) return compact(checkedNumbers(where, data), width);
  const Kept = KEPT[type];
  if (Kept === undefined) return Float32Array.from(data as ArrayLike<number>);
  if (Object.getPrototypeOf(data) === Kept.prototype) return data as NumberArray;
  const { buffer, byteOffset, length } = data as NumberArray;
  return new Kept(buffer, byteOffset, length);
}

/** A list or a typed array, of any realm. */
export function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || typeName(value) !== undefined;
}

/** "Float32Array" for one, "Uint8Array" for a Buffer too; undefined for what is no typed array. */
export function typeName(value: unknown): string | undefined {
  if (!ArrayBuffer.isView(value)) return undefined;
  const name = Object.prototype.toString.call(value).slice(8, -1); // "[object Float32Array]"
  return name === "DataView" ? undefined : name;
}

/** Every entry of a list, each of which must be a number. */
export function checkedNumbers(where: string, list: ArrayLike<unknown>): Float64Array {
  for (let i = 0; i < list.length; i++) if (typeof list[i] !== "number") throw notANumber(where, list[i], `index ${i}`);
  return Float64Array.from(list as ArrayLike<number>);
}

/** The error for an entry that is no number; `place` as in "index 7". */
export function notANumber(where: string, entry: unknown, place: string): Error {
  const isMissing = entry === undefined || entry === null || entry === "";
  return usageError({
    where,
    expected: "numbers",
    received: `${typeof entry === "bigint" ? `${entry}n` : show(entry)} at ${place}`,
    fix: isMissing
      ? "Fill missing values in, or leave their samples out: nothing is taken for 0."
      : "Convert what is meant as a number by Number(…).",
  });
}

/**
 * Float32 where that is as good; else float64 stays: for a feature whose numbers lie so close together, far from 0, that
 * float32 would keep fewer than 12 bits of how they differ. Times in seconds do: near 1.7e9 float32 has steps of 128.
 */
export function compact(numbers: Float64Array, width: number): Float32Array | Float64Array {
  const fits = Number.isSafeInteger(width) && width > 0 && numbers.length % width === 0; // else the shape is told of later
  return fits && isBlurred(numbers, width) ? numbers : Float32Array.from(numbers);
}

/** Whether float32 changes numbers of a feature whose range is below 2⁻¹² of their size. */
function isBlurred(numbers: Float64Array, width: number): boolean {
  const low = new Float64Array(width).fill(Infinity);
  const high = new Float64Array(width).fill(-Infinity);
  const changed = new Uint8Array(width);
  for (let i = 0, feature = 0; i < numbers.length; i++, feature = feature + 1 === width ? 0 : feature + 1) {
    const x = numbers[i];
    if (x < low[feature]) low[feature] = x;
    if (x > high[feature]) high[feature] = x;
    if (Math.fround(x) !== x) changed[feature] = 1;
  }
  return low.some((least, i) => {
    const range = high[i] - least;
    return changed[i] === 1 && range > 0 && range < Math.max(Math.abs(least), Math.abs(high[i])) / 4096;
  });
}
