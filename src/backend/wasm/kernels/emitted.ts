import {
  type Kernel,
  listed,
  type MapKernel,
  type ReduceKernel,
  type Term,
  termKey,
  type View,
} from "../../../plan/kernel.ts";
import type { FunctionRef, ModuleBuilder } from "../emit/module.ts";
import { jointWalks } from "./joint-walks.ts";

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
export function codeKey(kernel: MapKernel | ReduceKernel, loops: string): string {
  const results =
    kernel.kind === "map"
      ? kernel.stores.map(({ term, view, accumulate }) => `${accumulate ? "add" : "store"} ${term} ${walkOf(view)}`)
      : kernel.results.map(({ op, term, view }) => `${op} ${term} ${walkOf(view)}`);
  const beside = jointWalks(kernel.terms).map((walk) =>
    walk === undefined ? "" : ` ${walk.bytes} behind ${walk.beside}`,
  );
  const terms = kernel.terms.map((term, i) => codeOf(term) + beside[i]);
  return `${kernel.kind} ${loops}|${terms.join("|")}|${results.join("|")}`;
}

function codeOf(term: Term): string {
  return term.op === "load" ? `load ${walkOf(term.view)}` : termKey(term);
}

function walkOf({ buffer, strides, rows }: View): string {
  const walk = `${buffer.storage}${listed(strides)}`;
  return rows === undefined ? walk : `${walk} ${rows.stride} ${rows.count} ${walkOf(rows.indices)}`;
}

/** A buffer from its first element on. */
export function wholeOf(buffer: View["buffer"]): View {
  return { buffer, offset: 0, strides: [] };
}
