import { exactJson } from "../../../plan/exact-json.ts";
import type { Kernel, View } from "../../../plan/kernel.ts";
import type { FunctionRef, ModuleBuilder } from "../emit/module.ts";

/**
 * A kernel's code and how to call it: f(from, to, …addresses), for part numbers [from, to) of `parts`. Parts may run on
 * any thread in any order; `grain` of them belong together.
 */
export interface Emitted {
  function: FunctionRef;
  parts: number;
  grain: number;
  /** What the function's address parameters stand for, in order. */
  arguments: readonly View[];
  /** Integers that follow the addresses. */
  constants?: readonly number[];
  /** Bytes of private memory that each thread passes after the addresses; no parameter where 0. */
  scratch: number;
}

/** Gives the code of a kernel; its parts run along its first axis if `alongFirst`, else along the one that shares best. */
export type EmitKernel = (module: ModuleBuilder, kernel: Kernel, alongFirst?: boolean) => Emitted;

/** Steps that are enough to share: they divide evenly between 2, 4, 8 or 16 threads. */
const LONG = 16;

/** The loop to share between threads: the outermost long one, whose shares lie apart in memory, else the longest. */
export function splitDepth(extents: readonly number[], candidates: number): number {
  const among = extents.slice(0, candidates);
  const long = among.findIndex((extent) => extent >= LONG);
  return long !== -1 ? long : among.indexOf(Math.max(...among));
}

/** Equal for kernels that share their code: addresses are parameters, so buffers and offsets do not count. */
export function codeKey(kernel: object): string {
  return exactJson(kernel, (name, value) => {
    if (name === "buffer") return (value as View["buffer"]).storage;
    return name === "view" || name === "indices" ? { ...(value as View), offset: 0 } : value;
  });
}

/** A buffer from its first element on. */
export function wholeOf(buffer: View["buffer"]): View {
  return { buffer, offset: 0, strides: [] };
}
