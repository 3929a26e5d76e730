import type { KernelGradientKernel } from "../../../../plan/kernel.ts";
import type { FunctionRef, ModuleBuilder } from "../../emit/module.ts";
import { f32x4, i32, memory } from "../../emit/ops.ts";
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

/** Outputs whose gradients stay in registers: of more, engines load too much of the image before they multiply. */
const STRETCH = 4;

/**
 * dw = Σ x · dy in groups of few channels. A stretch of a row of dy stays in registers while the taps' sums over it are
 * made; these are added to those of the chunk, so that no sum is longer than a stretch and the number of stretches.
 */
export function emitGroupedKernelGradient(module: ModuleBuilder, kernel: KernelGradientKernel): Emitted {
  const { batch, outputs, out, stride, input, gradient, output, chunks } = kernel;
  const d = derive(kernel);
  const bytes = d.depth * outputs * 4;
  const key = JSON.stringify({ ...kernel, input: 0, gradient: 0, output: 0 });
  const emit = () => {
    const stretches = stretchesOf(kernel, STRETCH).map(([length, times]) => ({
      length,
      times,
      compute: emitStretch(module, kernel, length),
    }));
    return module.function(["i32", "i32", "i32", "i32", "i32", "i32"], (f, from, to, x, dy, dw, sums) => {
      const [image, imageEnd, row, source, target] = Array.from({ length: 5 }, () => f.local("i32"));
      f.countUp(from, to, 1, () => {
        f.set(image, i32.divU(i32.mul(from, batch), chunks));
        f.set(imageEnd, i32.divU(i32.mul(i32.add(from, 1), batch), chunks));
        f.push(memory.fill(sums, bytes));
        f.set(target, i32.add(dy, i32.mul(image, d.outputImage)));
        f.countUp(image, imageEnd, 1, () => {
          f.set(row, i32.const(0));
          f.countUp(row, out[0], 1, () => {
            f.set(source, i32.add(i32.add(x, i32.mul(image, d.inputImage)), i32.mul(row, stride[0] * d.inputRow)));
            eachStretch(f, kernel, stretches, { source, taps: sums, target });
          });
        });
        eachWeight(f, kernel, { weights: i32.add(dw, i32.mul(from, bytes)), packed: sums }, (mode, lying, packed) => {
          f.push(storeVector(mode, lying, loadVector(mode, packed, 0), 0));
        });
      });
    });
  };
  return {
    function: module.once(key, emit),
    parts: chunks,
    grain: 1,
    arguments: [wholeOf(input), wholeOf(gradient), wholeOf(output)],
    scratch: bytes,
  };
}

/** The products of neighboring outputs of a row, added to the sums of all taps: f(source, sums, gradient) */
function emitStretch(module: ModuleBuilder, kernel: KernelGradientKernel, length: number): FunctionRef {
  const { channels, outputs, dilation, kernel: taps } = kernel;
  const d = derive(kernel);
  return module.function(["i32", "i32", "i32"], (f, source, total, dy) => {
    const held = Array.from({ length }, () => f.local("v128"));
    const sums = Array.from({ length: taps[1] }, () => f.local("v128"));
    const [x, row, at] = [f.local("v128"), f.local("i32"), f.local("i32")];
    eachVector(f, kernel, { source, others: [dy] }, (mode, lanes) => {
      const bytes = bytesOf(mode);
      held.forEach((gradient, i) => {
        f.set(gradient, loadVector(mode, dy, i * outputs * 4));
      });
      f.set(at, source);
      f.set(row, i32.const(0));
      f.countUp(row, taps[0], 1, () => {
        eachInput(f, d.inputs, [at, total], [4, bytes], () => {
          for (const some of tapsAtOnce(kernel)) {
            for (const s of some) f.set(sums[s], f32x4.const(0));
            for (const [column, reaches] of reached(kernel, length, some)) {
              setInput(f, x, lanes, at, column * channels * 4);
              for (const { output, tap } of reaches) f.set(sums[tap], multiplyAdd(module, x, held[output], sums[tap]));
            }
            for (const s of some) {
              const offset = s * d.inputs * bytes;
              f.push(storeVector(mode, total, f32x4.add(loadVector(mode, total, offset), sums[s]), offset));
            }
          }
        });
        f.step(at, dilation[0] * d.inputRow);
        f.step(total, taps[1] * d.inputs * bytes);
      });
    });
  });
}
