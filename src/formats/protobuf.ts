import { joinedBytes } from "../files/joined-bytes.ts";

/**
 * Writes a message in the binary form of Protocol Buffers: a field after another, each with its number and its kind. TensorBoard
 * events and ONNX models are such messages.
 * Source: https://protobuf.dev/programming-guides/encoding/
 * @example
 * new ProtobufWriter().text(1, "evenkeel").message(2, (inner) => inner.varint(1, 150)).bytes()
 */
export class ProtobufWriter {
  readonly #parts: Uint8Array[] = [];

  /** An int32, int64, uint64, bool or enum: seven bits a byte, the lowest first; negative numbers as 64-bit two's complement. */
  varint(field: number, value: number | bigint): this {
    return this.#tag(field, 0).#push(varint(value));
  }

  /** A double: 64 bits, little-endian. */
  double(field: number, value: number): this {
    return this.#tag(field, 1).#push(new Uint8Array(little([value], 8)));
  }

  /** A float: 32 bits, little-endian. */
  float(field: number, value: number): this {
    return this.#tag(field, 5).#push(new Uint8Array(little([value], 4)));
  }

  /** A string in UTF-8. */
  text(field: number, value: string): this {
    return this.bytesField(field, new TextEncoder().encode(value));
  }

  /** Bytes as they are. */
  bytesField(field: number, value: Uint8Array): this {
    return this.#tag(field, 2).#push(varint(value.length)).#push(value);
  }

  /** A message within this one. */
  message(field: number, write: (inner: ProtobufWriter) => void): this {
    const inner = new ProtobufWriter();
    write(inner);
    return this.bytesField(field, inner.bytes());
  }

  /** `repeated double`, packed. */
  doubles(field: number, values: ArrayLike<number>): this {
    return this.bytesField(field, new Uint8Array(little(values, 8)));
  }

  /** `repeated float`, packed. */
  floats(field: number, values: ArrayLike<number>): this {
    return this.bytesField(field, new Uint8Array(little(values, 4)));
  }

  /** `repeated int64` and its like, packed. */
  varints(field: number, values: readonly (number | bigint)[]): this {
    return this.bytesField(field, joinedBytes(values.map(varint)));
  }

  /** The message. */
  bytes(): Uint8Array {
    return joinedBytes(this.#parts);
  }

  #tag(field: number, kind: 0 | 1 | 2 | 5): this {
    return this.#push(varint(8 * field + kind));
  }

  #push(part: Uint8Array): this {
    this.#parts.push(part);
    return this;
  }
}

function varint(value: number | bigint): Uint8Array {
  if (value >= 0 && value < 128) return Uint8Array.of(Number(value)); // most are: tags and lengths
  const bytes: number[] = [];
  for (let rest = BigInt.asUintN(64, BigInt(value)); ; rest >>= 7n) {
    const low = Number(rest & 127n);
    if (rest < 128n) return Uint8Array.from([...bytes, low]);
    bytes.push(low | 128);
  }
}

/** Numbers as floats of 4 or 8 bytes, little-endian. */
function little(values: ArrayLike<number>, size: 4 | 8): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(values.length * size));
  for (let i = 0; i < values.length; i++)
    if (size === 8) view.setFloat64(i * 8, values[i], true);
    else view.setFloat32(i * 4, values[i], true);
  return view.buffer;
}
