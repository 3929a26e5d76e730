import { BYTES } from "../../graph/primitives.ts";
import { type Buffer, type Kernel, readsOf, writesOf } from "../kernel.ts";
import { inPlace } from "./in-place.ts";

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
  const all = lifetimesOf(phases);
  const upon = placedUpon(phases, all);
  const lifetimes = [...all.values()].filter(({ buffer }) => !upon.has(buffer));
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
  const offsets = new Map(placed.map(({ buffer, offset }) => [buffer, offset]));
  for (const [buffer, place] of upon) offsets.set(buffer, offsets.get(place) as number);
  return {
    offsets,
    bytes: Math.max(0, ...placed.map(({ offset, bytes }) => offset + bytes)),
    lowerBound: Math.max(0, ...phases.map((_, phase) => aliveBytes(lifetimes, phase))),
  };
}

/**
 * The temporaries that are computed in the place of others (in-place.ts), each with the one whose memory it has. The life of
 * that one becomes as long as theirs.
 */
function placedUpon(phases: readonly (readonly Kernel[])[], lifetimes: Map<Buffer, Lifetime>): Map<Buffer, Buffer> {
  const upon = new Map<Buffer, Buffer>();
  phases.forEach((kernels, phase) => {
    const lastRead = (buffer: Buffer) => lifetimes.get(buffer)?.to === phase;
    for (const [result, given] of inPlace(kernels, lastRead)) {
      const [place, life] = [upon.get(given) ?? given, lifetimes.get(result) as Lifetime];
      if (life.from !== phase) continue;
      upon.set(result, place);
      const held = lifetimes.get(place) as Lifetime;
      held.to = Math.max(held.to, life.to);
    }
  });
  return upon;
}

function lifetimesOf(phases: readonly (readonly Kernel[])[]): Map<Buffer, Lifetime> {
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
  return lifetimes;
}

function aliveBytes(lifetimes: readonly Lifetime[], phase: number): number {
  return lifetimes.reduce((sum, { from, to, bytes }) => (from <= phase && phase <= to ? sum + bytes : sum), 0);
}

/** Rounds up to a cache line, because vector kernels may write past the last element. */
export function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
