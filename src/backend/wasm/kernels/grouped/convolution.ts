import type { ConvolutionKernel } from "../../../../plan/kernel.ts";
import type { FunctionRef, ModuleBuilder } from "../../emit/module.ts";
import { f32x4, i32 } from "../../emit/ops.ts";
import { derive } from "../direct/sizes.ts";
import { type Emitted, wholeOf } from "../emitted.ts";
import {
  bytesOf,
  eachInput,
  eachStretch,
  eachVector,
  eachWeight,
  loadVector,
  multiplyAdd,
  reached,
  setInput,
  storeVector,
  stretchesOf,
  tapsAtOnce,
} from "./vectors.ts";

/** Outputs that are computed at once: enough sums to hide the latency of multiply-and-add. */
const SUMS = 10;

/** y = conv(x, w) in groups of few channels: parts are rows of outputs, each in stretches whose sums stay in registers. */
export function emitGroupedConvolution(module: ModuleBuilder, kernel: ConvolutionKernel): Emitted {
  const { batch, outputs, out, stride, input, weights, output } = kernel;
  const d = derive(kernel);
  const key = JSON.stringify({ ...kernel, input: 0, weights: 0, output: 0 });
  const emit = () => {
    const stretches = stretchesOf(kernel, SUMS).map(([length, times]) => ({
      length,
      times,
      compute: emitStretch(module, kernel, length),
    }));
    return module.function(["i32", "i32", "i32", "i32", "i32", "i32"], (f, from, to, x, w, y, packed) => {
      f.if(i32.geS(from, to), () => f.return());
      eachWeight(f, kernel, { weights: w, packed }, (mode, lying, besides) => {
        f.push(storeVector(mode, besides, loadVector(mode, lying, 0), 0));
      });
      const target = f.let(i32.add(y, i32.mul(from, d.outputRow)));
      const source = f.local("i32");
      f.countUp(from, to, 1, () => {
        f.set(source, i32.add(x, i32.mul(i32.divU(from, out[0]), d.inputImage)));
        f.step(source, i32.mul(i32.remU(from, out[0]), stride[0] * d.inputRow));
        eachStretch(f, kernel, stretches, { source, taps: packed, target });
      });
    });
  };
  return {
    function: module.once(key, emit),
    parts: batch * out[0],
    grain: 1,
    arguments: [wholeOf(input), wholeOf(weights), wholeOf(output)],
    scratch: d.depth * outputs * 4,
  };
}

/** Neighboring outputs of a row, all channels: f(source, weights, target) */
function emitStretch(module: ModuleBuilder, kernel: ConvolutionKernel, length: number): FunctionRef {
  const { channels, outputs, dilation, kernel: taps } = kernel;
  const d = derive(kernel);
  return module.function(["i32", "i32", "i32"], (f, source, weight, target) => {
    const sums = Array.from({ length }, () => f.local("v128"));
    const held = Array.from({ length: taps[1] }, () => f.local("v128"));
    const [x, row, at] = [f.local("v128"), f.local("i32"), f.local("i32")];
    eachVector(f, kernel, { source, others: [target] }, (mode, lanes) => {
      const bytes = bytesOf(mode);
      for (const sum of sums) f.set(sum, f32x4.const(0));
      f.set(at, source);
      f.set(row, i32.const(0));
      f.countUp(row, taps[0], 1, () => {
        eachInput(f, d.inputs, [at, weight], [4, bytes], () => {
          for (const some of tapsAtOnce(kernel)) {
            for (const s of some) f.set(held[s], loadVector(mode, weight, s * d.inputs * bytes));
            for (const [column, reaches] of reached(kernel, length, some)) {
              setInput(f, x, lanes, at, column * channels * 4);
              for (const { output, tap } of reaches)
                f.set(sums[output], multiplyAdd(module, x, held[tap], sums[output]));
            }
          }
        });
        f.step(at, dilation[0] * d.inputRow);
        f.step(weight, taps[1] * d.inputs * bytes);
      });
      sums.forEach((sum, i) => {
        f.push(storeVector(mode, target, sum, i * outputs * 4));
      });
    });
  });
}
