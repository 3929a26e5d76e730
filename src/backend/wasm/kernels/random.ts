import type { RandomKernel } from "../../../plan/kernel.ts";
import { UNIFORM_UNIT } from "../../../random/philox.ts";
import type { V128 } from "../emit/code.ts";
import type { FunctionBuilder, Local, ModuleBuilder } from "../emit/module.ts";
import { f32x4, i32, i32x4, store, v128 } from "../emit/ops.ts";
import { type Emitted, wholeOf } from "./emitted.ts";

/** Elements of four Philox blocks, one in each lane. */
const BLOCK = 16;

/** Philox4x32-10, four counters at a time: element 16g + 4w + l is word w of block 4g + l. See random.ts. */
export function emitRandom(module: ModuleBuilder, { buffer, key, stream }: RandomKernel): Emitted {
  const emit = () =>
    module.function(["i32", "i32", "i32", "i32", "i32"], (f, from, to, out, keyAt, streamAt) => {
      const [low, high, step] = [0, 4, 8].map((offset) => f.let(v128.load32Splat(keyAt, offset)));
      const use = f.let(i32x4.splat(streamAt));
      const block = f.let(from);
      const at = f.let(i32.add(out, i32.mul(from, BLOCK * 4)));
      f.countUp(block, to, 1, () => {
        const counter = f.let(i32x4.add(i32x4.splat(i32.shl(block, 2)), i32x4.const(0, 1, 2, 3)));
        const words = philox(f, [counter, step, use, f.let(i32x4.const(0))], [low, high]);
        words.forEach((word, w) => {
          f.push(store.v128(at, f32x4.mul(f32x4.fromI32(i32x4.shrU(word, 8)), f32x4.const(UNIFORM_UNIT)), w * 16));
        });
        f.step(at, BLOCK * 4);
      });
    });
  return {
    function: module.once("random", emit),
    parts: Math.ceil(buffer.size / BLOCK),
    grain: 1,
    arguments: [wholeOf(buffer), wholeOf(key)],
    constants: [stream | 0],
    scratch: 0,
  };
}

type Counter = [Local<"v128">, Local<"v128">, Local<"v128">, Local<"v128">];

function philox(f: FunctionBuilder, counter: Counter, key: readonly Local<"v128">[]): Counter {
  const [m0, m1] = [f.let(i32x4.const(0xd2511f53 | 0)), f.let(i32x4.const(0xcd9e8d57 | 0))];
  let [c0, c1, c2, c3] = counter;
  for (let round = 0; round < 10; round++) {
    const k0 = i32x4.add(key[0], i32x4.const(Math.imul(round, 0x9e3779b9)));
    const k1 = i32x4.add(key[1], i32x4.const(Math.imul(round, 0xbb67ae85)));
    const [high0, low0] = product(f, c0, m0);
    const [high1, low1] = product(f, c2, m1);
    c0 = f.let(v128.xor(v128.xor(high1, c1), k0));
    c2 = f.let(v128.xor(v128.xor(high0, c3), k1));
    c1 = f.let(low1);
    c3 = f.let(low0);
  }
  return [c0, c1, c2, c3];
}

/** The upper and lower words of the four 64-bit products. */
function product(f: FunctionBuilder, a: V128, b: V128): [high: V128, low: V128] {
  const [front, back] = [f.let(i32x4.multiplyLow(a, b)), f.let(i32x4.multiplyHigh(a, b))];
  return [v128.shuffle32(front, back, [1, 3, 5, 7]), v128.shuffle32(front, back, [0, 2, 4, 6])];
}
