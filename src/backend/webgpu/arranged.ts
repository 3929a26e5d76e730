import { type Buffer, type Kernel, readsOf, withoutSweeps, writesOf } from "../../plan/kernel.ts";

/** Numbers of a temporary that may be kept for a while, so that what reads it waits for others of its kind. */
const SMALL = 2 ** 18;

/**
 * The phases of a plan for a GPU, on which kernels of one phase with the same text are one dispatch. Sweeps, which are for
 * caches, are taken apart. What reads nothing large is done as late as it can be, just before what waits for it: so the
 * gradients, statistics and updates of all layers meet in few phases.
 */
export function arranged(phases: readonly (readonly Kernel[])[]): Kernel[][] {
  const levels = phases.flatMap((phase) => levelsOf(withoutSweeps(phase)));
  const later = levels.map(() => new Level());
  for (const [at, level] of [...levels.entries()].reverse())
    for (const kernel of level.toReversed()) {
      let to = at;
      if (isLight(kernel)) while (to + 1 < later.length && !later[to + 1].conflictsWith(kernel)) to++;
      later[to].add(kernel);
    }
  return later.map(({ kernels }) => kernels.toReversed()).filter((kernels) => kernels.length > 0);
}

function isLight(kernel: Kernel): boolean {
  return readsOf(kernel).every(({ kind, size }) => kind !== "temporary" || size <= SMALL);
}

/** Kernels level by level: those of one level do not wait for one another, only for levels before. */
function levelsOf(kernels: readonly Kernel[]): Kernel[][] {
  const levels: Kernel[][] = [];
  const [readAt, writtenAt] = [new Map<Buffer, number>(), new Map<Buffer, number>()];
  const after = (at: ReadonlyMap<Buffer, number>, buffers: readonly Buffer[]) =>
    Math.max(0, ...buffers.map((buffer) => (at.get(buffer) ?? -1) + 1));
  for (const kernel of kernels) {
    const [reads, writes] = [readsOf(kernel), writesOf(kernel)];
    const level = Math.max(after(writtenAt, [...reads, ...writes]), after(readAt, writes));
    for (const buffer of reads) readAt.set(buffer, Math.max(level, readAt.get(buffer) ?? 0));
    for (const buffer of writes) writtenAt.set(buffer, level);
    levels[level] ??= [];
    levels[level].push(kernel);
  }
  return levels;
}

/** Kernels that do not wait for one another, the last one first. */
class Level {
  readonly kernels: Kernel[] = [];
  readonly #reads = new Set<Buffer>();
  readonly #writes = new Set<Buffer>();

  add(kernel: Kernel): void {
    this.kernels.push(kernel);
    for (const buffer of readsOf(kernel)) this.#reads.add(buffer);
    for (const buffer of writesOf(kernel)) this.#writes.add(buffer);
  }

  conflictsWith(kernel: Kernel): boolean {
    return (
      readsOf(kernel).some((buffer) => this.#writes.has(buffer)) ||
      writesOf(kernel).some((buffer) => this.#writes.has(buffer) || this.#reads.has(buffer))
    );
  }
}
