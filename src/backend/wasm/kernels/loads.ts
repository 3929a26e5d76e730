import type { Storage } from "../../../graph/primitives.ts";
import type { I32, V128 } from "../emit/code.ts";
import type { FunctionBuilder, Local } from "../emit/module.ts";
import { f32, f32x4, i32, i32x4, v128 } from "../emit/ops.ts";

/** The number of a row from memory; `rows` or more, unsigned, where it is not a whole number from 0 on. */
export function loadRow(
  f: FunctionBuilder,
  storage: Storage,
  pointer: I32,
  offset: number,
  rows: number,
): Local<"i32"> {
  const address = reach(pointer, offset);
  const immediate = Math.max(0, offset);
  if (storage === "uint8") return f.let(i32.load8U(address, immediate));
  if (storage !== "float") return f.let(i32.load(address, immediate));
  const number = f.let(f32.load(address, immediate));
  const whole = f.let(i32.truncate(number)); // saturated, 0 for not-a-numbers
  return f.let(i32.select(whole, rows, f32.eq(f32.fromI32(whole), number)));
}

/** An address from which to reach an offset: an unrolled copy may stand before its pointer, and immediate offsets are unsigned. */
function reach(pointer: I32, offset: number): I32 {
  return offset < 0 ? i32.add(pointer, offset) : pointer;
}

/** Four neighbors, or one number in all lanes, as floats. */
export function loadVector(storage: Storage, four: boolean, pointer: I32, offset: number): V128 {
  const address = reach(pointer, offset);
  const immediate = Math.max(0, offset);
  if (storage === "uint8")
    return four
      ? f32x4.fromI32(i32x4.fromU8(v128.load32Zero(address, immediate)))
      : f32x4.splat(f32.fromI32(i32.load8U(address, immediate)));
  const words = four ? v128.load(address, immediate) : v128.load32Splat(address, immediate);
  if (storage === "float") return words;
  return storage === "int32" ? f32x4.fromI32(words) : f32x4.fromU32(words);
}
