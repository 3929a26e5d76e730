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
  const offsets = new Map(placed.map(({ buffer, offset }) => [buffer, offset]));
  for (const [buffer, place] of upon) offsets.set(buffer, offsets.get(place) as number);
  return {
    offsets,
    bytes: end,
    lowerBound: mostAlive(lifetimes, phases.length),
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
  return lifetimes;
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
