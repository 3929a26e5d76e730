import type { Buffer, Kernel, View } from "../kernel.ts";

/** What one block of a kernel touches of a buffer: its own share of it alone, or anything. */
type Touch = "share" | "all";

/** A kernel whose work is tiled along its first axis: what each block reads; of what it writes, it is always its share. */
export interface Tiling {
  reads: ReadonlyMap<Buffer, Touch>;
  writes: ReadonlySet<Buffer>;
}

/** Bytes of a block's share of the largest buffer: with its neighbors it stays in the second-level cache. */
export const SHARE = 256 * 1024;

/** Numbers of blocks that a batch may be tiled into: enough to share, and each still worth a call. */
export const BLOCKS: readonly number[] = Array.from({ length: 57 }, (_, i) => 8 + i);

/** Numbers that the random kernel draws at once. */
const RANDOM_BLOCK = 16;

/** Whether a kernel can be tiled at all, into some number of blocks. */
export function isTilable(kernel: Kernel): boolean {
  if (kernel.kind === "map") return kernel.extents.length > 0;
  if (kernel.kind === "reduce") return kernel.extents.length > 0 && !kernel.reduced[0];
  return TILABLE.has(kernel.kind);
}

const TILABLE: ReadonlySet<Kernel["kind"]> = new Set<Kernel["kind"]>([
  "fill",
  "random",
  "convolution",
  "inputGradient",
  "kernelGradient",
]);

/**
 * The kernel in n equal blocks along its first axis, or undefined where that is impossible: a block must write its own share
 * of every result and nothing else. Share i of a buffer is the i-th of n equally long stretches.
 */
export function tiledInto(blocks: number, kernel: Kernel): Tiling | undefined {
  const divides = (size: number) => size > 0 && size % blocks === 0;
  switch (kernel.kind) {
    case "map":
    case "reduce": {
      const { extents, terms } = kernel;
      if (!isTilable(kernel) || !divides(extents[0])) return undefined;
      const stored = kernel.kind === "map" ? kernel.stores : kernel.results;
      const inShare = (view: View) => staysInShare(view, extents, blocks);
      if (!stored.every(({ view }) => inShare(view))) return undefined;
      const reads = new Map<Buffer, Touch>();
      for (const term of terms) {
        if (term.op !== "load") continue;
        const { buffer, rows } = term.view;
        if (rows !== undefined) reads.set(rows.indices.buffer, "all");
        reads.set(buffer, reads.get(buffer) !== "all" && rows === undefined && inShare(term.view) ? "share" : "all");
      }
      return { reads, writes: new Set(stored.map(({ view }) => view.buffer)) };
    }
    case "fill":
      return divides(kernel.around?.parts ?? kernel.buffer.size)
        ? { reads: new Map(), writes: new Set([kernel.buffer]) }
        : undefined;
    case "random":
      return divides(kernel.buffer.size / RANDOM_BLOCK)
        ? { reads: new Map([[kernel.key, "all"]]), writes: new Set([kernel.buffer]) }
        : undefined;
    case "convolution":
      return divides(kernel.batch) ? touching([kernel.input], [kernel.weights], kernel.output) : undefined;
    case "inputGradient":
      return divides(kernel.batch) ? touching([kernel.gradient], [kernel.weights], kernel.output) : undefined;
    case "kernelGradient":
      return divides(kernel.chunks) && kernel.batch % kernel.chunks === 0
        ? touching([kernel.input, kernel.gradient], [], kernel.output)
        : undefined;
    default:
      return undefined;
  }
}

function touching(shares: readonly Buffer[], whole: readonly Buffer[], output: Buffer): Tiling {
  const reads = new Map<Buffer, Touch>(shares.map((buffer) => [buffer, "share"]));
  for (const buffer of whole) reads.set(buffer, "all");
  return { reads, writes: new Set([output]) };
}

/** Whether the walk of block i over the first axis stays within share i of the buffer, for every block. */
function staysInShare({ buffer, offset, strides }: View, extents: readonly number[], blocks: number): boolean {
  const share = buffer.size / blocks;
  const steps = extents[0] / blocks;
  if (strides[0] * steps !== share || offset < 0 || strides.some((stride) => stride < 0)) return false;
  const last = extents.reduce((at, extent, axis) => at + ((axis === 0 ? steps : extent) - 1) * strides[axis], offset);
  return last < share;
}
