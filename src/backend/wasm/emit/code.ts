/** The value types of WebAssembly, by their binary code. */
export type ValueType = "i32" | "f32" | "v128";
export const TYPE_CODES: Record<ValueType, Bytes> = { i32: "\x7f", f32: "\x7d", v128: "\x7b" };

/**
 * Bytes as text, a character from \x00 to \xff for each: engines join long texts by reference, in their own code, so that a
 * module is put together from hundreds of thousands of pieces with little done in JavaScript.
 */
export type Bytes = string;

/** An instruction sequence that leaves one value. */
export interface Value<T extends ValueType = ValueType> {
  readonly type: T;
  readonly code: Bytes;
}

export type I32 = Value<"i32">;
export type V128 = Value<"v128">;

/** These bytes, in order. */
export const bytes: (...each: readonly number[]) => Bytes = String.fromCharCode;

/** The bytes as numbers. */
export function encoded(text: Bytes): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(text.length);
  for (let i = 0; i < out.length; i++) out[i] = text.charCodeAt(i);
  return out;
}

/** One byte for each number that has one: most indices do. */
const SHORT: readonly Bytes[] = Array.from({ length: 0x80 }, (_, byte) => bytes(byte));

/** An unsigned integer in LEB128. */
export function unsigned(value: number): Bytes {
  let out = "";
  let rest = value;
  while (rest >= SHORT.length) {
    out += bytes((rest % 128) | 0x80);
    rest = Math.floor(rest / 128);
  }
  return out + SHORT[rest];
}

/** A signed 32-bit integer in LEB128. */
export function signed(value: number): Bytes {
  let out = "";
  let rest = value | 0;
  while (rest < -64 || rest > 63) {
    out += bytes((rest & 0x7f) | 0x80);
    rest >>= 7;
  }
  return out + SHORT[rest & 0x7f];
}

/** The bytes of numbers as they lie in memory, little-endian. */
export function bytesOf(numbers: Float32Array | Int32Array): Bytes {
  return bytes(...new Uint8Array(numbers.buffer));
}
