import type { FillKernel, Stretches } from "../../../../plan/kernel.ts";
import type { FunctionBuilder, ModuleBuilder } from "../../emit/module.ts";
import { i32, i32x4, memory, store } from "../../emit/ops.ts";
import { type Emitted, wholeOf } from "../emitted.ts";
import { emitFill, GRAIN } from "../fill.ts";

/** Up to so many bytes are stored by instructions of their own: a call of memory.fill takes as long as 30 of these. */
const SHORT = 512;

/** Zeros, of a padded image at its border alone. */
export function emitFillAround(module: ModuleBuilder, kernel: FillKernel): Emitted {
  const { buffer, around } = kernel;
  if (around === undefined) return emitFill(module, kernel);
  const { parts, count, length } = around;
  const size = buffer.size / parts;
  return {
    function: aroundStretches(module, size, around),
    parts,
    grain: Math.ceil(GRAIN / (size - count * length)),
    arguments: [wholeOf(buffer)],
    scratch: 0,
  };
}

/** Of each part: before the first stretch, between each and the next, behind the last one. */
function aroundStretches(module: ModuleBuilder, size: number, { first, count, step, length }: Stretches) {
  return module.once(`fill ${[size, first, count, step, length]}`, () =>
    module.function(["i32", "i32", "i32"], (f, from, to, at) => {
      const [stretch, left] = [f.local("i32"), f.local("i32")];
      f.set(stretch, i32.add(at, i32.mul(from, size * 4)));
      f.countUp(from, to, 1, () => {
        zeros(f, stretch, 0, first);
        f.step(stretch, first * 4);
        if (count > 1 && step > length) {
          f.set(left, i32.const(1));
          f.countUp(left, count, 1, () => {
            zeros(f, stretch, length, step - length);
            f.step(stretch, step * 4);
          });
        } else f.step(stretch, (count - 1) * step * 4);
        const behind = size - first - (count - 1) * step; // the last stretch among them
        zeros(f, stretch, length, behind - length);
        f.step(stretch, behind * 4);
      });
    }),
  );
}

/** So many zeros from the `skipped`-th number behind an address on. */
function zeros(f: FunctionBuilder, address: Parameters<typeof store.v128>[0], skipped: number, count: number): void {
  if (count * 4 > SHORT) {
    f.push(memory.fill(i32.add(address, skipped * 4), count * 4));
    return;
  }
  const none = i32x4.const(0);
  let done = 0;
  for (; done + 4 <= count; done += 4) f.push(store.v128(address, none, (skipped + done) * 4));
  if (done < count && count >= 4) f.push(store.v128(address, none, (skipped + count - 4) * 4));
  else for (; done < count; done++) f.push(store.i32(address, i32.const(0), (skipped + done) * 4));
}
