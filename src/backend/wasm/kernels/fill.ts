import type { FillKernel } from "../../../plan/kernel.ts";
import type { ModuleBuilder } from "../emit/module.ts";
import { i32, memory } from "../emit/ops.ts";
import { type Emitted, wholeOf } from "./emitted.ts";

/** Numbers, 16 kB: less is not worth sharing. */
export const GRAIN = 4096;

/** Zeros. */
export function emitFill(module: ModuleBuilder, { buffer }: FillKernel): Emitted {
  const emit = () =>
    module.function(["i32", "i32", "i32"], (f, from, to, at) => {
      f.push(memory.fill(i32.add(at, i32.shl(from, 2)), i32.shl(i32.sub(to, from), 2)));
    });
  return {
    function: module.once("fill", emit),
    parts: buffer.size,
    grain: GRAIN,
    arguments: [wholeOf(buffer)],
    scratch: 0,
  };
}
