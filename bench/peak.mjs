import { ModuleBuilder } from "../dist/backend/wasm/emit/module.js";
import { f32x4, i32, store } from "../dist/backend/wasm/emit/ops.js";

/** Independent sums in registers: as many as hide the latency of multiply-and-add and still fit. run(thread, threads, steps) */
export function peakModule(relaxed, accumulators, iterations) {
  const module = new ModuleBuilder({ relaxed });
  module.function(
    ["i32", "i32", "i32"],
    (f, thread, _threads, steps) => {
      const sums = Array.from({ length: accumulators }, (_, i) => f.let(f32x4.const(i)));
      const [x, y] = [f.let(f32x4.const(0.999)), f.let(f32x4.const(1e-3))];
      const left = f.let(i32.mul(steps, iterations));
      f.while(
        () => i32.gtS(left, 0),
        () => {
          for (const sum of sums) f.set(sum, relaxed ? f32x4.relaxedMadd(sum, x, y) : f32x4.add(f32x4.mul(sum, x), y));
          f.set(left, i32.sub(left, 1));
        },
      );
      // Each is stored once, so that none is left out.
      sums.forEach((sum, i) => {
        f.push(store.v128(i32.mul(thread, 1024), sum, i * 16));
      });
    },
    "run",
  );
  return module;
}
