import type { ConvolutionSizes } from "../../../../plan/kernel.ts";
import type { I32, V128 } from "../../emit/code.ts";
import type { FunctionBuilder, FunctionRef, Local, ModuleBuilder } from "../../emit/module.ts";
import { f32x4, i32, store, v128 } from "../../emit/ops.ts";
import { derive } from "../direct/sizes.ts";

/** Vectors that stay in registers together. */
const REGISTERS = 14;
/** Taps of a kernel's row whose weights, or sums, are held at once. */
const TAPS = 7;
/** One vector of outputs, or one output in a vector where no four are left. */
export type Mode = "vector" | "lane";

/** How a row of outputs is cut into stretches, about equally long ones, of so many at most: [outputs, how often]. */
export function stretchesOf({ out, kernel }: ConvolutionSizes, atOnce: number): [number, number][] {
  const most = Math.max(1, Math.min(atOnce, REGISTERS - Math.min(TAPS, kernel[1])));
  const count = Math.ceil(out[1] / most);
  const long = Math.ceil(out[1] / count);
  const longOnes = out[1] - (long - 1) * count;
  const stretches: [number, number][] = [
    [long, longOnes],
    [long - 1, count - longOnes],
  ];
  return stretches.filter(([, times]) => times > 0);
}

/** Functions for a row of outputs, stretch by stretch: of so many outputs each, called so often. */
export interface Stretch {
  length: number;
  times: number;
  compute: FunctionRef;
}

/** Goes through a row of outputs, stretch by stretch: compute(source, taps, target). Both pointers end behind the row. */
export function eachStretch(
  f: FunctionBuilder,
  { stride, channels, outputs }: ConvolutionSizes,
  stretches: readonly Stretch[],
  { source, taps, target }: { source: Local<"i32">; taps: I32; target: Local<"i32"> },
): void {
  const count = f.local("i32");
  for (const { length, times, compute } of stretches) {
    f.set(count, i32.const(0));
    f.countUp(count, times, 1, () => {
      f.call(compute, [source, taps, target]);
      f.step(source, length * stride[1] * channels * 4);
      f.step(target, length * outputs * 4);
    });
  }
}

/** Goes through the outputs of a stretch, vector by vector; pointers move along: body(mode). */
export function eachVector(
  f: FunctionBuilder,
  sizes: ConvolutionSizes,
  { source, others }: { source: Local<"i32">; others: readonly Local<"i32">[] },
  body: (mode: Mode) => void,
): void {
  const { outputs, groups } = sizes;
  const { inputs, perGroup } = derive(sizes);
  const left = f.local("i32");
  const block = (mode: Mode, vectors: number) => {
    if (vectors === 0) return;
    const bytes = bytesOf(mode);
    f.set(left, i32.const(vectors));
    f.while(
      () => i32.gtS(left, 0),
      () => {
        body(mode);
        for (const pointer of others) f.step(pointer, bytes);
        if (perGroup === 1) f.step(source, bytes);
        f.set(left, i32.sub(left, 1));
      },
    );
  };
  if (perGroup === 1) {
    block("vector", Math.floor(outputs / 4));
    block("lane", outputs % 4);
    return;
  }
  const group = f.let(i32.const(0));
  f.countUp(group, groups, 1, () => {
    block("vector", perGroup / 4);
    f.step(source, inputs * 4);
  });
}

/**
 * The channels that a group reads, one after another; pointers move by their steps, and are where they began afterwards. A
 * loop, for engines load all that straight code reads before they multiply, and run out of registers.
 */
export function eachInput(
  f: FunctionBuilder,
  inputs: number,
  pointers: readonly Local<"i32">[],
  steps: readonly number[],
  body: () => void,
): void {
  if (inputs === 1) {
    body();
    return;
  }
  const input = f.let(i32.const(0));
  const move = (by: number) => {
    pointers.forEach((pointer, i) => {
      f.step(pointer, by * steps[i]);
    });
  };
  f.countUp(input, inputs, 1, () => {
    body();
    move(1);
  });
  move(-inputs);
}

/**
 * Each vector of the weights, or of their gradients, where it lies and where those of the same outputs lie side by side:
 * [vector][tap · channel][4]. In rows of all outputs, the taps of one vector would share a few lines of the cache.
 */
export function eachWeight(
  f: FunctionBuilder,
  sizes: ConvolutionSizes,
  weights: I32,
  packed: I32,
  body: (mode: Mode, lying: Local<"i32">, packed: Local<"i32">) => void,
): void {
  const { depth } = derive(sizes);
  const { outputs } = sizes;
  const [first, to, at, k] = [f.let(weights), f.let(packed), f.local("i32"), f.local("i32")];
  const vector = f.local("i32");
  const block = (mode: Mode, vectors: number) => {
    if (vectors === 0) return;
    const bytes = bytesOf(mode);
    f.set(vector, i32.const(0));
    f.countUp(vector, vectors, 1, () => {
      f.set(at, first);
      f.set(k, i32.const(0));
      f.countUp(k, depth, 1, () => {
        body(mode, at, to);
        f.step(at, outputs * 4);
        f.step(to, bytes);
      });
      f.step(first, bytes);
    });
  };
  block("vector", Math.floor(outputs / 4));
  block("lane", outputs % 4);
}

export function bytesOf(mode: Mode): number {
  return mode === "vector" ? 16 : 4;
}

/** What lies at a tap: the vector of its channels where each is on its own, else one channel in all lanes. */
export function loadInput(sizes: ConvolutionSizes, mode: Mode, address: I32, offset: number): V128 {
  return derive(sizes).perGroup === 1 && mode === "vector"
    ? v128.load(address, offset)
    : v128.load32Splat(address, offset);
}

export function loadVector(mode: Mode, address: I32, offset: number): V128 {
  return mode === "vector" ? v128.load(address, offset) : v128.load32Splat(address, offset);
}

export function storeVector(mode: Mode, address: I32, value: V128, offset: number) {
  return mode === "vector" ? store.v128(address, value, offset) : store.lane(address, value, offset);
}

/** a · b + c, rounded once where the engine can. */
export function multiplyAdd(module: ModuleBuilder, a: V128, b: V128, c: V128): V128 {
  return module.relaxed ? f32x4.relaxedMadd(a, b, c) : f32x4.add(c, f32x4.mul(a, b));
}

/** The taps of a kernel's row, as many at once as fit into registers. */
export function tapsAtOnce({ kernel }: ConvolutionSizes): number[][] {
  return Array.from({ length: Math.ceil(kernel[1] / TAPS) }, (_, i) =>
    Array.from({ length: Math.min(TAPS, kernel[1] - i * TAPS) }, (_, s) => i * TAPS + s),
  );
}

/** Of a stretch of outputs, by columns of the image: which outputs a column reaches by which of these taps. */
export function reached({ stride, dilation }: ConvolutionSizes, length: number, taps: readonly number[]) {
  const columns = new Map<number, { output: number; tap: number }[]>();
  for (let output = 0; output < length; output++)
    for (const tap of taps) {
      const column = output * stride[1] + tap * dilation[1];
      columns.set(column, [...(columns.get(column) ?? []), { output, tap }]);
    }
  return [...columns].sort(([a], [b]) => a - b);
}
