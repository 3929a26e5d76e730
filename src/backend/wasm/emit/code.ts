/** The value types of WebAssembly, by their binary code. */
export type ValueType = "i32" | "f32" | "f64" | "v128";
export const TYPE_CODES: Record<ValueType, number> = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b };

/** Bytes in nested pieces; flattened once, when the module is encoded. */
export type Bytes = readonly (number | Bytes)[] | Uint8Array;

/** An instruction sequence that leaves one value. */
export interface Value<T extends ValueType = ValueType> {
  readonly type: T;
  readonly code: Bytes;
}

export type I32 = Value<"i32">;
export type F32 = Value<"f32">;
export type F64 = Value<"f64">;
export type V128 = Value<"v128">;

/** All bytes in order. */
export function flatten(bytes: Bytes): Uint8Array<ArrayBuffer> {
  let out = new Uint8Array(256);
  let length = 0;
  const reserve = (more: number): void => {
    if (length + more <= out.length) return;
    const larger = new Uint8Array(2 * (length + more));
    larger.set(out);
    out = larger;
  };
  const write = (parts: Bytes): void => {
    if (parts instanceof Uint8Array) {
      reserve(parts.length);
      out.set(parts, length);
      length += parts.length;
      return;
    }
    for (const part of parts) {
      if (typeof part !== "number") write(part);
      else {
        reserve(1);
        out[length++] = part;
      }
    }
  };
  write(bytes);
  return out.slice(0, length);
}

/** One byte for each number that has one: most indices do. */
const SHORT: readonly Bytes[] = Array.from({ length: 0x80 }, (_, byte) => [byte]);

/** An unsigned integer in LEB128. */
export function unsigned(value: number): Bytes {
  if (value < SHORT.length) return SHORT[value];
  const out: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    out.push(rest > 0 ? low | 0x80 : low);
  } while (rest > 0);
  return out;
}

/** A signed 32-bit integer in LEB128. */
export function signed(value: number): number[] {
  const out: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)) {
      out.push(low);
      return out;
    }
    out.push(low | 0x80);
  }
}

/** The bytes of a float32, little-endian. */
export function float32Bytes(value: number): number[] {
  return [...new Uint8Array(Float32Array.of(value).buffer)];
}
