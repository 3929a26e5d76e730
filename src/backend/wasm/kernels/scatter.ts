import { BYTES } from "../../../graph/primitives.ts";
import type { ScatterKernel } from "../../../plan/kernel.ts";
import type { ModuleBuilder } from "../emit/module.ts";
import { f32x4, i32, store, v128 } from "../emit/ops.ts";
import { type Emitted, wholeOf } from "./emitted.ts";
import { loadRow } from "./loads.ts";

/** Adds rows to a zeroed table by their numbers, if there are such rows. One thread does it all, so that sums have one order. */
export function emitScatter(module: ModuleBuilder, { values, indices, out, row, rows }: ScatterKernel): Emitted {
  const emit = () =>
    module.function(["i32", "i32", "i32", "i32", "i32"], (f, from, to, valuesAt, indicesAt, outAt) => {
      const [target, column] = [f.local("i32"), f.local("i32")];
      f.if(i32.geS(from, to), () => f.return());
      const i = f.local("i32");
      f.countUp(i, indices.size, 1, () => {
        const number = loadRow(f, indices.storage, indicesAt, 0, rows);
        f.if(
          i32.ltU(number, rows),
          () => {
            f.set(target, i32.add(outAt, i32.mul(number, row * 4)));
            f.set(column, i32.const(0));
            f.countUp(column, row, 1, () => {
              f.push(store.lane(target, f32x4.add(v128.load32Splat(target), v128.load32Splat(valuesAt))));
              f.step(target, 4);
              f.step(valuesAt, 4);
            });
          },
          () => f.step(valuesAt, row * 4),
        );
        f.step(indicesAt, BYTES[indices.storage]);
      });
    });
  return {
    function: module.once(JSON.stringify(["scatter", indices.size, indices.storage, row, rows]), emit),
    parts: 1,
    grain: 1,
    arguments: [wholeOf(values), wholeOf(indices), wholeOf(out)],
    scratch: 0,
  };
}
