import { type Buffer, type Kernel, type MapKernel, readsOf, type View, withoutSweeps, writesOf } from "../kernel.ts";

/**
 * For results of a phase, the temporary in whose place each can be computed: one that a map reads there for the last time,
 * number by number where it stores the result, and that nothing else in the phase touches. So memory is written that is in
 * the cache already.
 *
 * @param lastRead whether a temporary is not needed after this phase
 */
export function inPlace(phase: readonly Kernel[], lastRead: (buffer: Buffer) => boolean): Map<Buffer, Buffer> {
  const kernels = withoutSweeps(phase);
  const touching = new OnlyKernels();
  const writing = new OnlyKernels();
  for (const kernel of kernels) {
    touching.note(kernel, readsOf(kernel));
    touching.note(kernel, writesOf(kernel));
    writing.note(kernel, writesOf(kernel));
  }
  const places = new Map<Buffer, Buffer>();
  for (const kernel of kernels) {
    if (kernel.kind !== "map") continue;
    const size = kernel.extents.reduce((product, extent) => product * extent, 1);
    const taken = new Set<Buffer>();
    for (const { view, accumulate } of kernel.stores) {
      const result = view.buffer;
      if (accumulate || result.kind !== "temporary" || result.size !== size) continue;
      const written = kernel.stores.filter((store) => store.view.buffer === result);
      if (written.length > 1 || writing.of(result) !== kernel) continue;
      const place = readsOf(kernel).find(
        (buffer) =>
          buffer.kind === "temporary" &&
          buffer.size === size &&
          !taken.has(buffer) &&
          lastRead(buffer) &&
          touching.of(buffer) === kernel &&
          readsOnlyAt(kernel, buffer, view),
      );
      if (place === undefined) continue;
      taken.add(place);
      places.set(result, place);
    }
  }
  return places;
}

/** Of some buffers, the one kernel that has to do with each, if there is but one. */
class OnlyKernels {
  readonly #only = new Map<Buffer, Kernel | undefined>();

  note(kernel: Kernel, buffers: readonly Buffer[]): void {
    for (const buffer of buffers)
      this.#only.set(buffer, !this.#only.has(buffer) || this.of(buffer) === kernel ? kernel : undefined);
  }

  of(buffer: Buffer): Kernel | undefined {
    return this.#only.get(buffer);
  }
}

/** Whether a kernel reads a buffer nowhere but along a walk. */
function readsOnlyAt({ terms }: MapKernel, buffer: Buffer, { offset, strides }: View): boolean {
  return terms.every((term) => {
    if (term.op !== "load") return true;
    const { view } = term;
    if (view.rows?.indices.buffer === buffer) return false;
    return (
      view.buffer !== buffer ||
      (view.rows === undefined && view.offset === offset && String(view.strides) === String(strides))
    );
  });
}
