import type { ConvolutionSizes } from "../../../../plan/kernel.ts";
import type { I32 } from "../../emit/code.ts";
import type { FunctionBuilder, Local, ModuleBuilder } from "../../emit/module.ts";
import { i32, store, v128 } from "../../emit/ops.ts";
import { derive, runsOf } from "./sizes.ts";

/** The inputs of each output of a row, side by side: [out width, taps · channels]. f(source, to) */
export function gatherRow(module: ModuleBuilder, sizes: ConvolutionSizes) {
  const { out, stride, channels } = sizes;
  const { run } = derive(sizes);
  return module.once(
    JSON.stringify(["gather row", { ...sizes, input: 0, weights: 0, gradient: 0, output: 0, kind: 0 }]),
    () =>
      module.function(["i32", "i32"], (f, source, to) => {
        const pixel = f.local("i32");
        f.countUp(pixel, out[1], 1, () => {
          for (const { offset } of runsOf(sizes)) copyRun(f, i32.add(source, offset), to, run);
          f.step(source, stride[1] * channels * 4);
        });
      }),
  );
}

/** Copies of up to this many vectors are written out, longer ones are a loop: bounds the code. */
const WRITTEN_OUT = 8;

/** Copies `count` floats and moves `to` behind them. */
export function copyRun(f: FunctionBuilder, from: I32, to: Local<"i32">, count: number): void {
  const source = f.let(from);
  const vectors = Math.floor(count / 4);
  if (vectors > WRITTEN_OUT) {
    const end = f.let(i32.add(to, vectors * 16));
    f.while(
      () => i32.ltU(to, end),
      () => {
        f.push(store.v128(to, v128.load(source)));
        f.step(source, 16);
        f.step(to, 16);
      },
    );
  } else {
    for (let i = 0; i < vectors; i++) f.push(store.v128(to, v128.load(source, 16 * i), 16 * i));
    f.step(source, vectors * 16);
    f.step(to, vectors * 16);
  }
  for (let i = 0; i < count % 4; i++) f.push(store.lane(to, v128.load32Splat(source, 4 * i), 4 * i));
  f.step(to, (count % 4) * 4);
}
