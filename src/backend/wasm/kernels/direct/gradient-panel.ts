import type { KernelGradientKernel } from "../../../../plan/kernel.ts";
import type { FunctionRef, ModuleBuilder } from "../../emit/module.ts";
import { f32x4, i32, v128 } from "../../emit/ops.ts";
import { blockRows, finishBlock, multiplyAdd } from "../microkernel.ts";
import { derive, runsOf } from "./sizes.ts";

/** Runs of taps that are shorter than this share blocks: fewer rows have too few sums to hide how long each takes. */
const SHORT_RUN = 4;

/**
 * c[depth, 8] (+)= Σ over pixels of x[pixel + tap]ᵀ · dy[pixel, 8]: a panel of 8 outputs, for all taps and channels, over the
 * pixels of whole rows. x is read where it lies, so that nothing is gathered.
 * f(pixels, x, dy, dyStep, c, cRow, accumulate)
 */
export function gradientPanel(module: ModuleBuilder, kernel: KernelGradientKernel): FunctionRef {
  const { run } = derive(kernel);
  const runs = runsOf(kernel);
  const most = blockRows(module);
  const key = JSON.stringify(["gradient panel", { ...kernel, batch: 0, chunks: 0, input: 0, gradient: 0, output: 0 }]);
  return module.once(key, () =>
    module.function(["i32", "i32", "i32", "i32", "i32", "i32", "i32"], (f, k, x, dy, dyStep, c, cRow, accumulate) => {
      const [a, left] = [f.local("i32"), f.local("i32")];
      const block = (offsets: readonly number[]) => {
        f.call(gradientBlock(module, kernel, offsets), [k, a, dy, dyStep, c, cRow, accumulate]);
        f.step(c, i32.mul(cRow, offsets.length));
      };
      if (run < SHORT_RUN) {
        // [3 taps][3 taps] become blocks of 5 and 4.
        const taps = runs.flatMap(({ offset }) => Array.from({ length: run }, (_, i) => offset + 4 * i));
        for (const rows of balanced(taps.length, most)) {
          const [first, ...others] = taps.splice(0, rows);
          f.set(a, i32.add(x, first));
          block([0, ...others.map((offset) => offset - first)]);
        }
        return;
      }
      for (const { offset } of runs) {
        f.set(a, i32.add(x, offset));
        const sizes = balanced(run, most);
        for (const rows of new Set(sizes)) {
          f.set(left, i32.const(0));
          f.countUp(left, sizes.filter((size) => size === rows).length, 1, () => {
            block(Array.from({ length: rows }, (_, i) => 4 * i));
            f.step(a, 4 * rows);
          });
        }
      }
    }),
  );
}

/** As few parts of at most `most` as there can be, of nearly the same size. */
function balanced(total: number, most: number): number[] {
  const parts = Math.ceil(total / most);
  return Array.from({ length: parts }, (_, i) => Math.ceil((total - i) / parts));
}

/** The same for a few rows of c, at fixed distances in x, with all sums in registers. */
function gradientBlock(module: ModuleBuilder, kernel: KernelGradientKernel, offsets: readonly number[]): FunctionRef {
  const { stride, channels, out } = kernel;
  const { inputRow } = derive(kernel);
  const step = stride[1] * channels * 4;
  const skip = stride[0] * inputRow - out[1] * step;
  return module.once(JSON.stringify(["gradient block", offsets, step, skip, out[1]]), () =>
    module.function(["i32", "i32", "i32", "i32", "i32", "i32", "i32"], (f, k, x, dy, dyStep, c, cRow, accumulate) => {
      const sums = offsets.map(() => [f.let(f32x4.const(0)), f.let(f32x4.const(0))] as const);
      const [left, right, value] = [f.local("v128"), f.local("v128"), f.local("v128")];
      const column = f.let(i32.const(out[1]));
      f.while(
        () => i32.gtS(k, 0),
        () => {
          f.set(left, v128.load(dy));
          f.set(right, v128.load(dy, 16));
          sums.forEach((sum, row) => {
            f.set(value, v128.load32Splat(x, offsets[row]));
            f.set(sum[0], multiplyAdd(module, value, left, sum[0]));
            f.set(sum[1], multiplyAdd(module, value, right, sum[1]));
          });
          f.step(dy, dyStep);
          f.set(k, i32.sub(k, 1));
          // At the end of a row to the beginning of the next one: a choice, for a branch would tear the loop apart.
          f.set(column, i32.sub(column, 1));
          if (skip !== 0) {
            f.step(x, i32.select(step, step + skip, column));
            f.set(column, i32.select(column, out[1], column));
          } else f.step(x, step);
        },
      );
      finishBlock(f, sums, { c, cRow, accumulate });
    }),
  );
}
