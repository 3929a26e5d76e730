import {
  type Bytes,
  type F32,
  type F64,
  float32Bytes,
  type I32,
  signed,
  unsigned,
  type V128,
  type Value,
  type ValueType,
} from "./code.ts";

/**
 * The instructions that kernels are made of, as functions of values: `i32.add(a, 4)`. Numbers stand for constants.
 * Opcodes after the WebAssembly core specification, with the threads and relaxed-SIMD extensions.
 */

type Operand32 = I32 | number;

const SIMD = 0xfd;
const ATOMIC = 0xfe;

function value<T extends ValueType>(type: T, ...code: (number | Bytes)[]): Value<T> {
  return { type, code };
}

function int(operand: Operand32): Bytes {
  return typeof operand === "number" ? [0x41, signed(operand)] : operand.code;
}

const i32Binary = (opcode: number) => (a: Operand32, b: Operand32) => value("i32", int(a), int(b), opcode);

export const i32 = {
  const: (x: number): I32 => value("i32", 0x41, signed(x)),
  eqz: (a: I32): I32 => value("i32", a.code, 0x45),
  eq: i32Binary(0x46),
  ne: i32Binary(0x47),
  ltS: i32Binary(0x48),
  ltU: i32Binary(0x49),
  gtS: i32Binary(0x4a),
  leS: i32Binary(0x4c),
  geS: i32Binary(0x4e),
  /** Folds constants, since addresses are mostly sums of them. */
  add: (a: Operand32, b: Operand32): I32 => (b === 0 && typeof a !== "number" ? a : value("i32", int(a), int(b), 0x6a)),
  sub: i32Binary(0x6b),
  mul: (a: Operand32, b: Operand32): I32 => (b === 1 && typeof a !== "number" ? a : value("i32", int(a), int(b), 0x6c)),
  divU: i32Binary(0x6e),
  remU: i32Binary(0x70),
  and: i32Binary(0x71),
  shl: i32Binary(0x74),
  shrU: i32Binary(0x76),
  load: (address: I32, offset = 0): I32 => value("i32", address.code, 0x28, 2, unsigned(offset)),
  load8U: (address: I32, offset = 0): I32 => value("i32", address.code, 0x2d, 0, unsigned(offset)),
  /** The truncation of a float, saturating. */
  truncate: (a: F32): I32 => value("i32", a.code, 0xfc, 0x00),
  /** `a` if the condition is not 0, else `b`. */
  select: (a: Operand32, b: Operand32, condition: I32): I32 => value("i32", int(a), int(b), condition.code, 0x1b),
  min: (a: Operand32, b: Operand32): I32 => value("i32", int(a), int(b), int(a), int(b), 0x48, 0x1b),
  atomicLoad: (address: Operand32): I32 => value("i32", int(address), ATOMIC, 0x10, 2, 0),
  atomicAdd: (address: Operand32, b: Operand32): I32 => value("i32", int(address), int(b), ATOMIC, 0x1e, 2, 0),
  /** Sleeps while memory at `address` holds `expected`, without a limit. */
  atomicWait: (address: Operand32, expected: I32): I32 =>
    value("i32", int(address), expected.code, 0x42, 0x7f, ATOMIC, 0x01, 2, 0),
  atomicNotify: (address: Operand32): I32 => value("i32", int(address), 0x41, signed(-1), ATOMIC, 0x00, 2, 0),
};

export const f32 = {
  const: (x: number): F32 => value("f32", 0x43, float32Bytes(x)),
  load: (address: I32, offset = 0): F32 => value("f32", address.code, 0x2a, 2, unsigned(offset)),
  add: (a: F32, b: F32): F32 => value("f32", a.code, b.code, 0x92),
  eq: (a: F32, b: F32): I32 => value("i32", a.code, b.code, 0x5b),
  fromI32: (a: I32): F32 => value("f32", a.code, 0xb2),
  fromU32: (a: I32): F32 => value("f32", a.code, 0xb3),
  demote: (a: F64): F32 => value("f32", a.code, 0xb6),
};

const simd1 =
  (opcode: number) =>
  (a: V128): V128 =>
    value("v128", a.code, SIMD, unsigned(opcode));
const simd2 =
  (opcode: number) =>
  (a: V128, b: V128): V128 =>
    value("v128", a.code, b.code, SIMD, unsigned(opcode));
const simd3 =
  (opcode: number) =>
  (a: V128, b: V128, c: V128): V128 =>
    value("v128", a.code, b.code, c.code, SIMD, unsigned(opcode));
const simdShift =
  (opcode: number) =>
  (a: V128, by: number): V128 =>
    value("v128", a.code, int(by), SIMD, unsigned(opcode));
const simdLoad =
  (opcode: number, align: number) =>
  (address: I32, offset = 0): V128 =>
    value("v128", address.code, SIMD, unsigned(opcode), align, unsigned(offset));

export const v128 = {
  load: simdLoad(0x00, 2),
  load32Splat: simdLoad(0x09, 2),
  /** Four bytes into the lowest lane. */
  load32Zero: simdLoad(0x5c, 0),
  bytes: (bytes: readonly number[]): V128 => value("v128", SIMD, 0x0c, bytes),
  and: simd2(0x4e),
  andnot: simd2(0x4f),
  or: simd2(0x50),
  xor: simd2(0x51),
  /** `a` where the mask is set, else `b`. */
  bitselect: simd3(0x52),
  /** Lanes of two vectors of four words: 0 to 3 of `a`, 4 to 7 of `b`. */
  shuffle32: (a: V128, b: V128, lanes: readonly [number, number, number, number]): V128 =>
    value(
      "v128",
      a.code,
      b.code,
      SIMD,
      0x0d,
      lanes.flatMap((lane) => [lane * 4, lane * 4 + 1, lane * 4 + 2, lane * 4 + 3]),
    ),
};

export const i32x4 = {
  splat: (a: Operand32): V128 => value("v128", int(a), SIMD, 0x11),
  const: (a: number, b = a, c = a, d = a): V128 => v128.bytes([...new Uint8Array(Int32Array.of(a, b, c, d).buffer)]),
  eq: simd2(0x37),
  shl: simdShift(0xab),
  shrS: simdShift(0xac),
  shrU: simdShift(0xad),
  add: simd2(0xae),
  sub: simd2(0xb1),
  truncate: simd1(0xf8),
  fromU8: (a: V128): V128 => i32x4.extendLowU16(value("v128", a.code, SIMD, unsigned(0x89))),
  extendLowU16: simd1(0xa9),
  /** The 64-bit products of the lower, or upper, two unsigned words. */
  multiplyLow: simd2(0xde),
  multiplyHigh: simd2(0xdf),
  /** `a` where the mask is set, else `b`, by masks whose lanes are all set or not at all: one instruction. */
  relaxedSelect: simd3(0x10b),
};

export const f32x4 = {
  splat: (a: F32): V128 => value("v128", a.code, SIMD, 0x13),
  const: (a: number, b = a, c = a, d = a): V128 => v128.bytes([...new Uint8Array(Float32Array.of(a, b, c, d).buffer)]),
  lane: (a: V128, lane: number): F32 => value("f32", a.code, SIMD, 0x1f, lane),
  eq: simd2(0x41),
  ne: simd2(0x42),
  lt: simd2(0x43),
  gt: simd2(0x44),
  floor: simd1(0x68),
  nearest: simd1(0x6a),
  abs: simd1(0xe0),
  neg: simd1(0xe1),
  sqrt: simd1(0xe3),
  add: simd2(0xe4),
  sub: simd2(0xe5),
  mul: simd2(0xe6),
  div: simd2(0xe7),
  min: simd2(0xe8),
  max: simd2(0xe9),
  pmin: simd2(0xea),
  pmax: simd2(0xeb),
  fromI32: simd1(0xfa),
  fromU32: simd1(0xfb),
  /** a · b + c, and c − a · b */
  relaxedMadd: simd3(0x105),
  relaxedNmadd: simd3(0x106),
};

/** Statements: instruction sequences that leave nothing. */
export const store = {
  i32: (address: I32, a: Operand32, offset = 0): Bytes => [address.code, int(a), 0x36, 2, unsigned(offset)],
  f32: (address: I32, a: F32, offset = 0): Bytes => [address.code, a.code, 0x38, 2, unsigned(offset)],
  v128: (address: I32, a: V128, offset = 0): Bytes => [address.code, a.code, SIMD, 0x0b, 2, unsigned(offset)],
  lane: (address: I32, a: V128, offset = 0): Bytes => [address.code, a.code, SIMD, 0x5a, 2, unsigned(offset), 0],
  atomic: (address: Operand32, a: Operand32): Bytes => [int(address), int(a), ATOMIC, 0x17, 2, 0],
};

export const memory = {
  copy: (to: Operand32, from: Operand32, bytes: Operand32): Bytes => [int(to), int(from), int(bytes), 0xfc, 0x0a, 0, 0],
  fill: (at: Operand32, bytes: Operand32): Bytes => [int(at), int(0), int(bytes), 0xfc, 0x0b, 0],
};
