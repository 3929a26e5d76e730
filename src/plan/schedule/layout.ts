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
  const placed: (Lifetime & { offset: number })[] = [];
  for (const lifetime of [...lifetimes].sort((a, b) => b.bytes - a.bytes || a.from - b.from)) {
    const inTheWay = placed
      .filter((other) => other.from <= lifetime.to && lifetime.from <= other.to)
      .sort((a, b) => a.offset - b.offset);
    let offset = 0;
    for (const other of inTheWay) {
      if (offset + lifetime.bytes <= other.offset) break;
      offset = Math.max(offset, other.offset + other.bytes);
    }
    placed.push({ ...lifetime, offset });
  }
  return {
    offsets: new Map(placed.map(({ buffer, offset }) => [buffer, offset])),
    bytes: Math.max(0, ...placed.map(({ offset, bytes }) => offset + bytes)),
    lowerBound: Math.max(0, ...phases.map((_, phase) => aliveBytes(lifetimes, phase))),
  };
}

function lifetimesOf(phases: readonly (readonly Kernel[])[]): Lifetime[] {
  const lifetimes = new Map<Buffer, Lifetime>();
  phases.forEach((kernels, phase) => {
    for (const buffer of kernels.flatMap((kernel) => [...readsOf(kernel), ...writesOf(kernel)])) {
      if (buffer.kind !== "temporary") continue;
      const known = lifetimes.get(buffer);
      if (known === undefined)
        lifetimes.set(buffer, { buffer, bytes: aligned(buffer.size * BYTES.float), from: phase, to: phase });
      else known.to = phase;
    }
  });
  return [...lifetimes.values()];
}

function aliveBytes(lifetimes: readonly Lifetime[], phase: number): number {
  return lifetimes.reduce((sum, { from, to, bytes }) => (from <= phase && phase <= to ? sum + bytes : sum), 0);
}

/** Rounds up to a cache line, because vector kernels may write past the last element. */
export function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
