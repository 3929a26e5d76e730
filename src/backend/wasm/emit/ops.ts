import {
  type Bytes,
  bytes,
  bytesOf,
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
const ATOMIC = "\xfe";
const CONSTANT = bytes(SIMD, 0x0c);
const SHUFFLE = bytes(SIMD, 0x0d);
const SPLAT = bytes(SIMD, 0x11);

function value<T extends ValueType>(type: T, code: Bytes): Value<T> {
  return { type, code };
}

function int(operand: Operand32): Bytes {
  return typeof operand === "number" ? `\x41${signed(operand)}` : operand.code;
}

const i32Binary = (opcode: number) => {
  const operator = bytes(opcode);
  return (a: Operand32, b: Operand32): I32 => value("i32", int(a) + int(b) + operator);
};
const sum = i32Binary(0x6a);
const product = i32Binary(0x6c);
const one = <A extends ValueType, R extends ValueType>(result: R, ...code: number[]) => {
  const operator = bytes(...code);
  return (a: Value<A>): Value<R> => value(result, a.code + operator);
};
const two = <A extends ValueType, R extends ValueType>(result: R, ...code: number[]) => {
  const operator = bytes(...code);
  return (a: Value<A>, b: Value<A>): Value<R> => value(result, a.code + b.code + operator);
};
const loadOf = <T extends ValueType>(type: T, ...code: number[]) => {
  const operator = bytes(...code); // with the alignment of the address, a power of two
  return (address: I32, offset = 0): Value<T> => value(type, address.code + operator + unsigned(offset));
};

export const i32 = {
  const: (x: number): I32 => value("i32", int(x)),
  eqz: one<"i32", "i32">("i32", 0x45),
  eq: i32Binary(0x46),
  ltS: i32Binary(0x48),
  leS: i32Binary(0x4c),
  ltU: i32Binary(0x49),
  gtS: i32Binary(0x4a),
  geS: i32Binary(0x4e),
  /** Folds constants, since addresses are mostly sums of them. */
  add: (a: Operand32, b: Operand32): I32 => (b === 0 && typeof a !== "number" ? a : sum(a, b)),
  sub: i32Binary(0x6b),
  mul: (a: Operand32, b: Operand32): I32 => (b === 1 && typeof a !== "number" ? a : product(a, b)),
  divU: i32Binary(0x6e),
  remU: i32Binary(0x70),
  and: i32Binary(0x71),
  or: i32Binary(0x72),
  shl: i32Binary(0x74),
  load: loadOf("i32", 0x28, 2),
  load8U: loadOf("i32", 0x2d, 0),
  /** The truncation of a float, saturating. */
  truncate: one<"f32", "i32">("i32", 0xfc, 0x00),
  /** `a` if the condition is not 0, else `b`. */
  select: (a: Operand32, b: Operand32, condition: I32): I32 => value("i32", `${int(a)}${int(b)}${condition.code}\x1b`),
  min: (a: Operand32, b: Operand32): I32 => i32.select(a, b, i32.ltS(a, b)),
  atomicLoad: (address: Operand32): I32 => value("i32", `${int(address)}${ATOMIC}\x10\x02\x00`),
  atomicAdd: (address: Operand32, b: Operand32): I32 => value("i32", `${int(address)}${int(b)}${ATOMIC}\x1e\x02\x00`),
  /** Sleeps while memory at `address` holds `expected`, without a limit. */
  atomicWait: (address: Operand32, expected: I32): I32 =>
    value("i32", `${int(address)}${expected.code}\x42\x7f${ATOMIC}\x01\x02\x00`),
  atomicNotify: (address: Operand32): I32 => value("i32", `${int(address)}${int(-1)}${ATOMIC}\x00\x02\x00`),
};

export const f32 = {
  load: loadOf("f32", 0x2a, 2),
  eq: two<"f32", "i32">("i32", 0x5b),
  fromI32: one<"i32", "f32">("f32", 0xb2),
};

/** The opcode of a vector instruction, in LEB128. */
const simd = (opcode: number): number[] =>
  opcode < 0x80 ? [SIMD, opcode] : [SIMD, (opcode & 0x7f) | 0x80, opcode >> 7];
const simd1 = (opcode: number) => one<"v128", "v128">("v128", ...simd(opcode));
const simd2 = (opcode: number) => two<"v128", "v128">("v128", ...simd(opcode));
const simd3 = (opcode: number) => {
  const operator = bytes(...simd(opcode));
  return (a: V128, b: V128, c: V128): V128 => value("v128", a.code + b.code + c.code + operator);
};
const simdShift = (opcode: number) => {
  const operator = bytes(...simd(opcode));
  return (a: V128, by: number): V128 => value("v128", a.code + int(by) + operator);
};
const simdLoad = (opcode: number, align: number) => loadOf("v128", ...simd(opcode), align);

export const v128 = {
  load: simdLoad(0x00, 2),
  load32Splat: simdLoad(0x09, 2),
  /** Four bytes into the lowest lane. */
  load32Zero: simdLoad(0x5c, 0),
  constant: (words: Float32Array | Int32Array): V128 => value("v128", `${CONSTANT}${bytesOf(words)}`),
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
      a.code +
        b.code +
        SHUFFLE +
        bytes(...lanes.flatMap((lane) => [lane * 4, lane * 4 + 1, lane * 4 + 2, lane * 4 + 3])),
    ),
};

export const i32x4 = {
  splat: (a: Operand32): V128 => value("v128", int(a) + SPLAT),
  const: (a: number, b = a, c = a, d = a): V128 => v128.constant(Int32Array.of(a, b, c, d)),
  shl: simdShift(0xab),
  shrS: simdShift(0xac),
  shrU: simdShift(0xad),
  add: simd2(0xae),
  sub: simd2(0xb1),
  truncate: simd1(0xf8),
  fromU8: (a: V128): V128 => i32x4.extendLowU16(i32x4.extendLowU8(a)),
  extendLowU8: simd1(0x89),
  extendLowU16: simd1(0xa9),
  /** The 64-bit products of the lower, or upper, two unsigned words. */
  multiplyLow: simd2(0xde),
  multiplyHigh: simd2(0xdf),
  /** `a` where the mask is set, else `b`, by masks whose lanes are all set or not at all: one instruction. */
  relaxedSelect: simd3(0x10b),
};

export const f32x4 = {
  splat: one<"f32", "v128">("v128", SIMD, 0x13),
  const: (a: number, b = a, c = a, d = a): V128 => v128.constant(Float32Array.of(a, b, c, d)),
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

const storeOf = (...code: number[]) => {
  const operator = bytes(...code); // with the alignment of the address
  return (address: I32, a: Value, offset = 0): Bytes => address.code + a.code + operator + unsigned(offset);
};
const storeLane = storeOf(SIMD, 0x5a, 2);

/** Statements: instruction sequences that leave nothing. */
export const store = {
  i32: (address: I32, a: Operand32, offset = 0): Bytes => `${address.code}${int(a)}\x36\x02${unsigned(offset)}`,
  v128: storeOf(SIMD, 0x0b, 2) as (address: I32, a: V128, offset?: number) => Bytes,
  /** The lowest lane. */
  lane: (address: I32, a: V128, offset = 0): Bytes => `${storeLane(address, a, offset)}\x00`,
  atomic: (address: Operand32, a: Operand32): Bytes => `${int(address)}${int(a)}${ATOMIC}\x17\x02\x00`,
};

export const memory = {
  copy: (to: Operand32, from: Operand32, bytes: Operand32): Bytes =>
    `${int(to)}${int(from)}${int(bytes)}\xfc\x0a\x00\x00`,
  fill: (at: Operand32, bytes: Operand32): Bytes => `${int(at)}${int(0)}${int(bytes)}\xfc\x0b\x00`,
};
