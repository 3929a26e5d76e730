import { BYTES } from "../../graph/primitives.ts";
import { type Buffer, type Kernel, readsOf, writesOf } from "../kernel.ts";

/** Where each temporary lies in the arena, in bytes. */
export interface Layout {
  offsets: ReadonlyMap<Buffer, number>;
  bytes: number;
  /** The largest sum of the temporaries that are alive in one phase: no arena can be smaller. */
  lowerBound: number;
}

/** A cache line: where each temporary begins. */
const ALIGNMENT = 64;

interface Lifetime {
  buffer: Buffer;
  bytes: number;
  from: number;
  to: number;
}

/** Gives temporaries whose lives do not overlap the same memory: the largest first, each at the lowest free place. */
export function layOut(phases: readonly (readonly Kernel[])[]): Layout {
  const lifetimes = lifetimesOf(phases);
  const placed: (Lifetime & { offset: number })[] = []; // by their offsets
  let end = 0;
  for (const { buffer, bytes, from, to } of [...lifetimes].sort((a, b) => b.bytes - a.bytes || a.from - b.from)) {
    let offset = 0;
    for (const other of placed) {
      if (other.to < from || to < other.from) continue;
      if (offset + bytes <= other.offset) break;
      offset = Math.max(offset, other.offset + other.bytes);
    }
    placed.splice(placed.findLastIndex((other) => other.offset <= offset) + 1, 0, { buffer, bytes, from, to, offset });
    end = Math.max(end, offset + bytes);
  }
  return {
    offsets: new Map(placed.map(({ buffer, offset }) => [buffer, offset])),
    bytes: end,
    lowerBound: mostAlive(lifetimes, phases.length),
  };
}

function lifetimesOf(phases: readonly (readonly Kernel[])[]): Lifetime[] {
  const lifetimes = new Map<Buffer, Lifetime>();
  phases.forEach((kernels, phase) => {
    const note = (buffer: Buffer) => {
      if (buffer.kind !== "temporary") return;
      const known = lifetimes.get(buffer);
      if (known === undefined)
        lifetimes.set(buffer, { buffer, bytes: aligned(buffer.size * BYTES.float), from: phase, to: phase });
      else known.to = phase;
    };
    for (const kernel of kernels) {
      readsOf(kernel).forEach(note);
      writesOf(kernel).forEach(note);
    }
  });
  return [...lifetimes.values()];
}

/** The largest sum of bytes that are alive in one phase. */
function mostAlive(lifetimes: readonly Lifetime[], phases: number): number {
  const change = new Array<number>(phases + 1).fill(0); // from the phase before
  for (const { from, to, bytes } of lifetimes) {
    change[from] += bytes;
    change[to + 1] -= bytes;
  }
  let [alive, most] = [0, 0];
  for (const by of change) {
    alive += by;
    most = Math.max(most, alive);
  }
  return most;
}

/** Rounds up to a cache line, because vector kernels may write past the last element. */
export function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
