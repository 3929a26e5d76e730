import type { Program } from "../graph/program.ts";
import { defined } from "../options/defined.ts";
import { type Buffer, type Kernel, readsOf, writesOf } from "./kernel.ts";
import { checkIndices } from "./lower/check-indices.ts";
import type { ImageRules } from "./lower/image-rules.ts";
import { lower } from "./lower/lower.ts";
import { simplify } from "./lower/simplify.ts";
import type { PlanOptions } from "./plan-options.ts";
import { chunk } from "./schedule/chunk.ts";
import { collapse } from "./schedule/collapse.ts";
import { computeInReaders } from "./schedule/compute-in-readers.ts";
import type { Stages } from "./schedule/in-turns.ts";
import { type Layout, layOut } from "./schedule/layout.ts";
import { merge } from "./schedule/merge.ts";
import { inPhases } from "./schedule/phases.ts";

/** How a backend runs a program: kernels phase by phase; those of one phase do not wait for one another. */
export interface Plan {
  phases: readonly (readonly Kernel[])[];
  outputs: Readonly<Record<string, Buffer>>;
  /** Where temporaries lie in the arena. */
  layout: Layout;
}

/** How far back a probe looks for another one to join: there are many, and those over one tensor are neighbors. */
const NEAR = 8;

/**
 * simplify → lower → merge → compute in readers → collapse → chunk → share products → phases → layout; in stages, for a thread
 * that has other work too. `images`: the rules of a program that needs them.
 */
export function* planning(program: Program, options: PlanOptions, images: ImageRules | undefined): Stages<Plan> {
  const simple = simplify(program);
  checkIndices(simple);
  yield;
  const lowered = lower(simple, { ...options, ...defined({ bySample: program.bySample }) }, images);
  const { kernels, probes, newValues, outputs } = lowered;
  yield;
  let made = 0;
  const temporary = (size: number, name: string): Buffer => ({
    size,
    storage: "float",
    name: `${name} #${made++}`,
    kind: "temporary",
  });
  // What is merged decides the order of a sum and where products are rounded: probes are merged among themselves.
  const watching = merge(probes.filter(writesSomething), NEAR);
  const readElsewhere = new Set([...watching.flatMap(readsOf), ...newValues.values()]);
  const own = merge(kernels.filter(writesSomething));
  // How much is read for how much is filled depends on the size of the batch.
  const merged = [...(program.bySample ? own : computeInReaders(own, readElsewhere)), ...watching];
  yield;
  const ordered = keepOldValues(merged, newValues, temporary);
  yield;
  const chunked = ordered
    .map((kernel) => collapse(kernel, program.bySample))
    .flatMap((kernel) => chunk(kernel, temporary, program.bySample));
  // A sample's sums go in the same parts whatever the size of the batch.
  const share = program.bySample ? undefined : options.share;
  const usual = inPhases(share === undefined ? chunked : chunked.flatMap((kernel) => share(kernel, temporary)));
  const phases = options.arrange?.(usual) ?? usual;
  yield;
  return { phases, outputs, layout: layOut(phases) };
}

/** Whether a kernel has anything to do: over an axis of length 0 it has not. */
function writesSomething(kernel: Kernel): boolean {
  return !(kernel.kind === "map" && kernel.extents.includes(0)) && writesOf(kernel).some(({ size }) => size > 0);
}

/**
 * Every kernel reads the old value of a variable. Where one reads it after (or elsewhere while) it is overwritten, the
 * new value goes to a temporary first (that of `newValues`, if there is one) and is copied at the very end.
 */
function keepOldValues(
  kernels: readonly Kernel[],
  newValues: ReadonlyMap<Buffer, Buffer>,
  temporary: (size: number, name: string) => Buffer,
): Kernel[] {
  const copies: Kernel[] = [];
  const lastReader = new Map<Buffer, number>();
  kernels.forEach((kernel, i) => {
    for (const buffer of readsOf(kernel)) lastReader.set(buffer, i);
  });
  const readLater = (after: number, buffer: Buffer) => (lastReader.get(buffer) ?? -1) > after;
  const redirected = kernels.map((kernel, i): Kernel => {
    if (kernel.kind !== "map" || kernel.stores.every(({ view }) => view.buffer.kind !== "variable")) return kernel;
    const stores = kernel.stores.map((store) => {
      const { buffer } = store.view;
      if (buffer.kind !== "variable") return store;
      const ready = newValues.get(buffer);
      if (ready === undefined && !readLater(i, buffer) && !readElsewhere(kernel, store.view)) return store;
      const copy = ready ?? temporary(buffer.size, `new ${buffer.name}`);
      const view = { buffer: copy, offset: 0, strides: [1] };
      copies.push({
        kind: "map",
        extents: [buffer.size],
        terms: [{ op: "load", view }],
        stores: [{ term: 0, view: { ...view, buffer }, accumulate: false }],
      });
      return { ...store, view: { ...store.view, buffer: copy } };
    });
    return { ...kernel, stores };
  });
  return [...redirected, ...copies];
}

function readElsewhere(
  kernel: Kernel & { kind: "map" },
  { buffer, offset, strides }: { buffer: Buffer; offset: number; strides: readonly number[] },
): boolean {
  return kernel.terms.some(
    (term) =>
      term.op === "load" &&
      (term.view.rows?.indices.buffer === buffer ||
        (term.view.buffer === buffer &&
          (term.view.offset !== offset || String(term.view.strides) !== String(strides)))),
  );
}
