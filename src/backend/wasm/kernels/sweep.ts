import type { SweepKernel } from "../../../plan/kernel.ts";
import type { ModuleBuilder } from "../emit/module.ts";
import { i32 } from "../emit/ops.ts";
import type { EmitKernel, Emitted } from "./emitted.ts";

/** A part is a block, which goes through all kernels before the next one. */
export function emitSweep(module: ModuleBuilder, { blocks, kernels }: SweepKernel, emitKernel: EmitKernel): Emitted {
  const inner = kernels.map((kernel) => emitKernel(module, kernel, true));
  const places = inner.flatMap((kernel) => kernel.arguments);
  const scratch = Math.max(...inner.map((kernel) => kernel.scratch));
  const parameters = [...places, ...(scratch > 0 ? [scratch] : [])].map(() => "i32" as const);
  return {
    function: module.function(["i32", "i32", ...parameters], (f, from, to, ...addresses) => {
      f.countUp(from, to, 1, () => {
        let next = 0;
        for (const kernel of inner) {
          const parts = kernel.parts / blocks;
          f.call(kernel.function, [
            i32.mul(from, parts),
            i32.mul(i32.add(from, 1), parts),
            ...kernel.arguments.map(() => addresses[next++]),
            ...(kernel.constants ?? []).map(i32.const),
            ...(kernel.scratch > 0 ? [addresses[places.length]] : []),
          ]);
        }
      });
    }),
    parts: blocks,
    grain: 1,
    arguments: places,
    scratch,
  };
}
