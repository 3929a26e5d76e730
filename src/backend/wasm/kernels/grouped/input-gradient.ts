import type { InputGradientKernel } from "../../../../plan/kernel.ts";
import type { V128 } from "../../emit/code.ts";
import type { FunctionBuilder, FunctionRef, Local, ModuleBuilder } from "../../emit/module.ts";
import { f32x4, i32, v128 } from "../../emit/ops.ts";
import { derive } from "../direct/sizes.ts";
import { type Emitted, wholeOf } from "../emitted.ts";
import { type GradientStretch, gradientStretches } from "./gradient-stretches.ts";
import {
  besidesTaps,
  bytesOf,
  eachWeight,
  loadVector,
  type Mode,
  multiplyAdd,
  repeat,
  storeVector,
  tapsAtOnce,
} from "./vectors.ts";

/** Pixels that are computed at once; fewer where each sums few products, or several outputs of its channel. */
const SUMS = { usual: 10, few: 6 };

/**
 * dx[x] = Σ dy[(x + start − r · dilation) / stride] · w[r] over the taps r that reach it, of each channel on its own. Parts are
 * rows of pixels, each in stretches whose sums stay in registers; of the kernel's rows, those are taken that reach the row.
 */
export function emitGroupedInputGradient(module: ModuleBuilder, kernel: InputGradientKernel): Emitted {
  const { batch, image, channels, outputs, out, kernel: taps, stride, dilation, start } = kernel;
  const { gradient, weights, output } = kernel;
  const d = derive(kernel);
  const key = JSON.stringify({ ...kernel, gradient: 0, weights: 0, output: 0 });
  const vectors = Math.floor(channels / 4) * d.perGroup;
  const packedBytes = taps[0] * taps[1] * outputs * 4;
  const sums = stride[1] === 1 && d.perGroup === 1 ? SUMS.usual : SUMS.few;
  const stretches = gradientStretches(kernel, Math.min(sums, besidesTaps(taps)));
  const emit = () => {
    const computing = stretches.map((stretch) => ({ ...stretch, compute: emitStretch(module, kernel, stretch) }));
    return module.function(["i32", "i32", "i32", "i32", "i32", "i32"], (f, from, to, dy, w, dx, packed) => {
      f.if(i32.geS(from, to), () => f.return());
      eachWeight(f, kernel, { weights: w, packed, split: [vectors, outputs - 4 * vectors] }, (mode, lying, besides) => {
        f.push(storeVector(mode, besides, loadVector(mode, lying, 0), 0));
      });
      const spilled = f.let(i32.add(packed, packedBytes));
      const target = f.let(i32.add(dx, i32.mul(from, d.inputRow)));
      const [source, at, weight, count] = Array.from({ length: 4 }, () => f.local("i32"));
      const [line, tap, rows] = Array.from({ length: 3 }, () => f.local("i32"));
      f.countUp(from, to, 1, () => {
        // Of the taps that reach this row: how many, the first one's weights, and the row of dy from which it does.
        f.set(line, i32.add(i32.remU(from, image[0]), start[0]));
        f.set(source, i32.add(dy, i32.mul(i32.divU(from, image[0]), d.outputImage)));
        f.set(tap, i32.const(0));
        f.set(rows, i32.const(0));
        f.countUp(tap, taps[0], 1, () => {
          const within = i32.and(i32.geS(line, 0), i32.ltS(line, out[0] * stride[0]));
          f.if(i32.and(within, i32.ltS(i32.remU(line, stride[0]), 1)), () => {
            f.if(i32.ltS(rows, 1), () => {
              f.set(weight, i32.mul(tap, taps[1]));
              f.step(source, i32.mul(i32.divU(line, stride[0]), d.outputRow));
            });
            f.step(rows, 1);
          });
          f.step(line, -dilation[0]);
        });
        for (const { compute, first, step, times, length } of computing) {
          f.set(at, i32.add(source, first * outputs * 4));
          f.set(count, i32.const(0));
          f.countUp(count, times, 1, () => {
            f.call(compute, [at, packed, weight, target, rows, spilled]);
            f.step(at, step * outputs * 4);
            f.step(target, length * channels * 4);
          });
        }
      });
    });
  };
  const spilledBytes = d.perGroup === 1 ? 0 : Math.max(...stretches.map(({ length }) => length)) * d.perGroup * 16;
  return {
    function: module.once(key, emit),
    parts: batch * image[0],
    grain: 1,
    arguments: [wholeOf(gradient), wholeOf(weights), wholeOf(output)],
    scratch: packedBytes + spilledBytes,
  };
}

/**
 * Neighboring pixels of a row, all channels: f(source, weights, the first tap, target, how many rows of taps, spilled). Of
 * channels with several outputs each, the products are summed as the outputs lie, and then those of a channel.
 */
function emitStretch(module: ModuleBuilder, kernel: InputGradientKernel, stretch: GradientStretch): FunctionRef {
  const { channels, outputs, stride, dilation, kernel: taps } = kernel;
  const { perGroup, outputRow } = derive(kernel);
  const { length, columns } = stretch;
  // Rows of taps that reach the same row are so far apart, in the kernel and in dy.
  const every = stride[0] / greatestCommonDivisor(stride[0], dilation[0]);
  const lines = (every * dilation[0]) / stride[0];
  return module.function(
    ["i32", "i32", "i32", "i32", "i32", "i32"],
    (f, source, weights, tap, target, rows, spilled) => {
      const sums = Array.from({ length }, () => f.local("v128"));
      const held = Array.from({ length: taps[1] }, () => f.local("v128"));
      const [x, row, at, weight] = [f.local("v128"), f.local("i32"), f.local("i32"), f.local("i32")];
      const clear = () => {
        for (const sum of sums) f.set(sum, f32x4.const(0));
      };
      /** Adds the products of one vector of outputs, or of one output; the pointers are at the next one's afterwards. */
      const accumulate = (mode: Mode) => {
        const bytes = bytesOf(mode);
        f.set(at, source);
        f.set(weight, i32.add(weights, i32.mul(tap, bytes)));
        f.set(row, i32.const(0));
        f.countUp(row, rows, 1, () => {
          for (const some of tapsAtOnce(kernel)) {
            for (const s of some) f.set(held[s], loadVector(mode, weight, s * bytes));
            for (const { column, reaches } of columns) {
              const by = reaches.filter(({ tap: s }) => some.includes(s));
              if (by.length > 0) f.set(x, loadVector(mode, at, column * outputs * 4));
              for (const { pixel, tap: s } of by) f.set(sums[pixel], multiplyAdd(module, x, held[s], sums[pixel]));
            }
          }
          f.step(at, -lines * outputRow);
          f.step(weight, every * taps[1] * bytes);
        });
        f.step(source, bytes);
        f.step(weights, taps[0] * taps[1] * bytes);
      };
      const store = (mode: Mode, of: (pixel: number) => V128) => {
        for (let i = 0; i < length; i++) f.push(storeVector(mode, target, of(i), i * channels * 4));
        f.step(target, bytesOf(mode));
      };
      repeat(f, Math.floor(channels / 4), () => {
        if (perGroup === 1) {
          clear();
          accumulate("vector");
          store("vector", (i) => sums[i]);
          return;
        }
        const place = f.let(spilled);
        repeat(f, perGroup, () => {
          clear();
          accumulate("vector");
          sums.forEach((sum, i) => {
            f.push(storeVector("vector", place, sum, i * perGroup * 16));
          });
          f.step(place, 16);
        });
        store("vector", (i) => sumOfGroups(f, spilled, i * perGroup * 16, perGroup));
      });
      repeat(f, channels % 4, () => {
        clear();
        repeat(f, perGroup, () => accumulate("lane"));
        store("lane", (i) => sums[i]);
      });
    },
  );
}

/** Of four groups of numbers one after another in memory, the sum of each. */
function sumOfGroups(f: FunctionBuilder, address: Local<"i32">, offset: number, size: number): V128 {
  const vectors = Array.from({ length: size }, (_, v) => f.let(v128.load(address, offset + v * 16)));
  const nths = vectors.map((_, nth) => {
    // Lane g is number g · size + nth of all.
    const places = [0, 1, 2, 3].map((group) => group * size + nth);
    return vectors.slice(1).reduce<V128>((found, vector, v) => {
      const lanes = places.map((place, lane) => {
        if (Math.floor(place / 4) === v + 1) return 4 + (place % 4);
        return v === 0 ? place % 4 : lane;
      });
      return v128.shuffle32(found, vector, lanes as [number, number, number, number]);
    }, vectors[0]);
  });
  return nths.reduce(f32x4.add);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
