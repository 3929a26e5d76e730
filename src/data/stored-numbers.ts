import { usageError } from "../errors.ts";
import { show } from "../options/show.ts";
import type { NumberArray } from "./dataset.ts";

/** The type that an array is stored in, by the name of its own; other types become float32, which holds their numbers. */
const KEPT: Readonly<Record<string, new (buffer: ArrayBufferLike, offset: number, length: number) => NumberArray>> = {
  Uint8Array,
  Uint8ClampedArray: Uint8Array, // the pixels of a canvas
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
};

/**
 * Numbers as a dataset stores them. Typed arrays in `KEPT` keep their type, whichever realm they come from, and all arrays
 * of bytes (Uint8Array, Uint8ClampedArray, Buffer) are bytes; these share their memory with what was given. Lists of
 * numbers become float32, or float64 where float32 is too coarse (see `compact`).
 * @param width how many numbers a sample has.
 * @throws a usage error for anything but a list, and for the first entry that is not a number, with its index.
 */
export function storedNumbers(where: string, data: unknown, width: number): NumberArray {
  if (!isList(data))
    throw usageError({
      where,
      expected: "a list of numbers",
      received: data === undefined ? "none" : show(data),
      fix: "Give a list or a typed array, such as a Float32Array or a Uint8Array.",
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

/** "Float32Array", for example, and "Uint8Array" for a Buffer too; undefined for anything but a typed array. */
export function typeName(value: unknown): string | undefined {
  if (!ArrayBuffer.isView(value)) return undefined;
  const name = Object.prototype.toString.call(value).slice(8, -1); // "[object Float32Array]"
  return name === "DataView" ? undefined : name;
}

/** The entries of a list, each of which must be a number. */
export function checkedNumbers(where: string, list: ArrayLike<unknown>): Float64Array {
  for (let i = 0; i < list.length; i++) if (typeof list[i] !== "number") throw notANumber(where, list[i], `index ${i}`);
  return Float64Array.from(list as ArrayLike<number>);
}

/** The error for an entry that is not a number; `place` as in "index 7". */
export function notANumber(where: string, entry: unknown, place: string): Error {
  const isMissing = entry === undefined || entry === null || entry === "";
  return usageError({
    where,
    expected: "numbers",
    received: `${typeof entry === "bigint" ? `${entry}n` : show(entry)} at ${place}`,
    fix: isMissing
      ? "Fill in missing values, or leave their samples out: they are not read as 0."
      : "Convert it with Number(…) if it is meant as a number.",
  });
}

/**
 * Float32 if it is precise enough, else float64: if the numbers of a feature lie so close together, far from 0, that
 * float32 would keep fewer than 12 bits of their differences. For example times in seconds: near 1.7e9, float32 has steps
 * of 128.
 */
export function compact(numbers: Float64Array, width: number): Float32Array | Float64Array {
  const fits = Number.isSafeInteger(width) && width > 0 && numbers.length % width === 0; // else the shape is refused later
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
