import { BYTES } from "../../graph/primitives.ts";
import type { Buffer } from "../../plan/kernel.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Stages } from "../../plan/schedule/in-turns.ts";
import { emitBarrier } from "./barrier.ts";
import type { I32 } from "./emit/code.ts";
import { ModuleBuilder } from "./emit/module.ts";
import { i32, memory } from "./emit/ops.ts";
import type { EmitKernel, Emitted } from "./kernels/emitted.ts";

/** Where a program's parts lie in memory, in bytes. */
interface Places {
  addressOf(buffer: Buffer): number;
  scratch: number;
  scratchBytes: number;
  inputs: { at: number; bytes: number; feeds: number };
  outputs: { at: number; bytes: number; results: number };
}

/** The code of a plan's kernels, before anything has a place in memory. */
export interface Assembly {
  /** Private memory that each thread needs. */
  scratchBytes: number;
  /** The module, for these places: exports run(thread, threads, steps). */
  finish(places: Places, limits: Parameters<ModuleBuilder["encode"]>[0]): Uint8Array<ArrayBuffer>;
}

export interface AssembleOptions {
  /** Whether products may be added by one instruction. */
  relaxed: boolean;
  /** Whether there are more threads than cores. */
  crowded?: boolean;
  /** As in `Program`. */
  bySample?: boolean | undefined;
}

/** Turns a plan into one module: every thread runs all of it, and its share of every kernel. */
export function* assembling(
  plan: Plan,
  emitKernel: EmitKernel,
  { relaxed, crowded = false, bySample }: AssembleOptions,
): Stages<Assembly> {
  const module = new ModuleBuilder({ relaxed, bySample });
  const phases: Emitted[][] = [];
  for (const kernels of plan.phases) {
    phases.push(kernels.map((kernel) => emitKernel(module, kernel)));
    yield;
  }
  const scratchBytes = Math.max(0, ...phases.flat().map(({ scratch }) => scratch));
  return {
    scratchBytes,
    finish(places, limits) {
      emitRun(module, phases, places, crowded);
      return module.encode(limits);
    },
  };
}

function emitRun(
  module: ModuleBuilder,
  phases: readonly (readonly Emitted[])[],
  places: Places,
  crowded: boolean,
): void {
  const barrier = emitBarrier(module, crowded ? "impatient" : "patient");
  module.function(
    ["i32", "i32", "i32"],
    (f, thread, threads, steps) => {
      const step = f.local("i32");
      const [from, to] = [f.local("i32"), f.local("i32")];
      const scratch = f.let(i32.add(i32.mul(thread, places.scratchBytes), places.scratch));
      const { inputs, outputs } = places;
      const onFirst = (body: () => void) => f.if(i32.eqz(thread), body);
      let turn = 0;

      const run = (kernel: Emitted) => {
        const addresses = kernel.arguments.map(({ buffer, offset }) =>
          i32.const(places.addressOf(buffer) + offset * BYTES[buffer.storage]),
        );
        const fixed: I32[] = [...addresses, ...(kernel.constants ?? []).map(i32.const)];
        if (kernel.scratch > 0) fixed.push(scratch);
        const units = Math.ceil(kernel.parts / kernel.grain);
        if (units <= 1) {
          // Small kernels go to the threads in turn.
          f.if(i32.eq(thread, i32.remU(i32.const(turn++), threads)), () =>
            f.call(kernel.function, [i32.const(0), i32.const(kernel.parts), ...fixed]),
          );
          return;
        }
        const share = (of: I32) => i32.mul(i32.divU(i32.mul(of, units), threads), kernel.grain);
        f.set(from, share(thread));
        f.set(to, i32.min(share(i32.add(thread, 1)), kernel.parts));
        f.call(kernel.function, [from, to, ...fixed]);
      };

      f.countUp(step, steps, 1, () => {
        onFirst(() => {
          if (inputs.bytes > 0)
            f.push(memory.copy(inputs.at, i32.add(i32.mul(step, inputs.bytes), inputs.feeds), inputs.bytes));
        });
        f.call(barrier, [threads]);
        for (const kernels of phases) {
          for (const kernel of kernels) run(kernel);
          f.call(barrier, [threads]);
        }
        onFirst(() => {
          if (outputs.bytes > 0)
            f.push(memory.copy(i32.add(i32.mul(step, outputs.bytes), outputs.results), outputs.at, outputs.bytes));
        });
      });
    },
    "run",
  );
}
