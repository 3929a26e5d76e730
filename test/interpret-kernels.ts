import { scalars } from "../src/graph/scalars.ts";
import type { Buffer, Kernel, MapKernel, MatmulKernel, ReduceKernel, Term, View } from "../src/plan/kernel.ts";

/** Numbers by the buffer they lie in. */
export class KernelMemory {
  readonly #data = new Map<Buffer, Float64Array>();

  /** What a buffer holds: at first, garbage where it is written before it is read, else given numbers. */
  of(buffer: Buffer): Float64Array {
    let data = this.#data.get(buffer);
    if (data === undefined) {
      data = new Float64Array(buffer.size).fill(Number.NaN);
      this.#data.set(buffer, data);
    }
    return data;
  }

  set(buffer: Buffer, numbers: ArrayLike<number>): void {
    this.#data.set(buffer, Float64Array.from(numbers));
  }
}

/**
 * Runs map, reduce, fill and matmul kernels one after another by plain loops, and sweeps of them block by block. `backwards`
 * walks every kernel's indices, and the blocks, from the last to the first: results must not depend on the order, for
 * threads share the indices.
 */
export function interpret(kernels: readonly Kernel[], memory: KernelMemory, backwards = false): void {
  for (const kernel of kernels) {
    if (kernel.kind !== "sweep") {
      interpretBlock(kernel, memory, WHOLE, backwards);
      continue;
    }
    const blocks = Array.from({ length: kernel.blocks }, (_, block) => block);
    for (const block of backwards ? blocks.reverse() : blocks)
      for (const inner of kernel.kernels) interpretBlock(inner, memory, { block, blocks: kernel.blocks }, backwards);
  }
}

/** One of n equal stretches of the first axis. */
interface Block {
  block: number;
  blocks: number;
}

const WHOLE: Block = { block: 0, blocks: 1 };

function interpretBlock(kernel: Kernel, memory: KernelMemory, at: Block, backwards: boolean): void {
  if (kernel.kind === "fill") memory.of(kernel.buffer).fill(0, ...stretch(kernel.buffer.size, at));
  else if (kernel.kind === "map") interpretMap(kernel, memory, at, backwards);
  else if (kernel.kind === "reduce") interpretReduce(kernel, memory, at);
  else if (kernel.kind === "matmul") interpretMatmul(kernel, memory);
  else throw new Error(`no interpreter for ${kernel.kind}`);
}

function stretch(size: number, { block, blocks }: Block): [from: number, to: number] {
  return [(size * block) / blocks, (size * (block + 1)) / blocks];
}

function inBlock(all: readonly number[][], extents: readonly number[], at: Block): number[][] {
  if (extents.length === 0) return [...all];
  const [from, to] = stretch(extents[0], at);
  return all.filter(([first]) => from <= first && first < to);
}

function interpretMap(
  { extents, terms, stores }: MapKernel,
  memory: KernelMemory,
  at: Block,
  backwards: boolean,
): void {
  const all = inBlock(indices(extents), extents, at);
  for (const index of backwards ? all.reverse() : all) {
    const values = evaluate(terms, index, memory);
    for (const { term, view, accumulate } of stores) {
      const [data, place] = [memory.of(view.buffer), placeOf(view, index, memory)];
      data[place] = accumulate ? data[place] + values[term] : values[term];
    }
  }
}

function interpretReduce({ extents, reduced, terms, results }: ReduceKernel, memory: KernelMemory, at: Block): void {
  const counts = new Map<string, number>();
  const best = new Map<string, number>();
  const kept = extents.map((extent, axis) => (reduced[axis] ? 1 : extent));
  for (const { op, view } of results)
    for (const index of inBlock(indices(kept), kept, at))
      memory.of(view.buffer)[placeOf(view, index, memory)] = op === "max" ? -Infinity : 0;
  for (const index of inBlock(indices(extents), extents, at)) {
    const values = evaluate(terms, index, memory);
    results.forEach(({ op, term, view }, i) => {
      const [data, place, value] = [memory.of(view.buffer), placeOf(view, index, memory), values[term]];
      const key = `${i} ${place}`;
      if (op === "sum") data[place] += value;
      else if (op === "max") data[place] = Math.max(data[place], value);
      else if (value > (best.get(key) ?? -Infinity)) {
        best.set(key, value);
        data[place] = counts.get(key) ?? 0;
      }
      counts.set(key, (counts.get(key) ?? 0) + 1);
    });
  }
}

function interpretMatmul({ batch, m, n, k, a, b, out }: MatmulKernel, memory: KernelMemory): void {
  for (const [place, [i, row, column]] of indices([batch, m, n]).entries()) {
    let sum = 0;
    for (let step = 0; step < k; step++)
      sum += memory.of(a.buffer)[walk(a, [i, row, step])] * memory.of(b.buffer)[walk(b, [i, step, column])];
    memory.of(out)[place] = sum;
  }
}

function evaluate(terms: readonly Term[], index: readonly number[], memory: KernelMemory): number[] {
  const values: number[] = [];
  for (const term of terms) {
    if (term.op === "load") values.push(memory.of(term.view.buffer)[placeOf(term.view, index, memory)]);
    else if (term.op === "index") values.push(walk(term, index));
    else if (term.op === "constant") values.push(term.value);
    else {
      const [a, b, c] = term.args.map((arg) => values[arg]);
      values.push(scalars[term.op](a, b, c));
    }
  }
  return values;
}

function placeOf(view: View, index: readonly number[], memory: KernelMemory): number {
  const { rows } = view;
  const row =
    rows === undefined ? 0 : rows.stride * memory.of(rows.indices.buffer)[placeOf(rows.indices, index, memory)];
  return walk(view, index) + row;
}

function walk({ offset, strides }: { offset: number; strides: readonly number[] }, index: readonly number[]): number {
  return index.reduce((place, i, axis) => place + i * strides[axis], offset);
}

function indices(extents: readonly number[]): number[][] {
  return extents.reduce<number[][]>(
    (all, extent) => all.flatMap((index) => Array.from({ length: extent }, (_, i) => [...index, i])),
    [[]],
  );
}
