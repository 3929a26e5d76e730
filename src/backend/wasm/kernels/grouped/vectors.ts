import type { Pair } from "../../../../graph/primitives.ts";
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

/** How many vectors fit the registers beside the taps of a kernel's row. */
export function besidesTaps(kernel: Pair): number {
  return REGISTERS - Math.min(TAPS, kernel[1]);
}

/** How a row of outputs is cut into stretches, about equally long ones, of so many at most: [outputs, how often]. */
export function stretchesOf({ out, kernel }: ConvolutionSizes, atOnce: number): [number, number][] {
  const most = Math.min(atOnce, besidesTaps(kernel));
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

/** Of four channels that are loaded, the one in each lane; undefined where one channel fills all lanes. */
export type Lanes = readonly [number, number, number, number];

/** How many vectors the outputs are, and how many outputs are on their own: of channels of which no four are left. */
export function vectorsOf({ channels, outputs, groups }: ConvolutionSizes): [vectors: number, alone: number] {
  const perGroup = outputs / groups;
  const vectors = perGroup % 4 === 0 ? outputs / 4 : Math.floor(channels / 4) * perGroup;
  return [vectors, outputs - 4 * vectors];
}

/** Goes through the outputs of a stretch, vector by vector; pointers move along: body(mode, lanes). */
export function eachVector(
  f: FunctionBuilder,
  sizes: ConvolutionSizes,
  { source, others }: { source: Local<"i32">; others: readonly Local<"i32">[] },
  body: (mode: Mode, lanes?: Lanes) => void,
): void {
  const { channels, groups } = sizes;
  const { inputs, perGroup } = derive(sizes);
  const compute = (mode: Mode, lanes?: Lanes) => {
    body(mode, lanes);
    for (const pointer of others) f.step(pointer, bytesOf(mode));
  };
  if (perGroup % 4 === 0) {
    repeat(f, groups, () => {
      repeat(f, perGroup / 4, () => compute("vector"));
      f.step(source, inputs * 4);
    });
    return;
  }
  // Channels on their own: the outputs of four of them are as many vectors as each has outputs.
  repeat(f, Math.floor(channels / 4), () => {
    for (let nth = 0; nth < perGroup; nth++) compute("vector", lanesOf(perGroup, nth));
    f.step(source, 16);
  });
  repeat(f, channels % 4, () => {
    repeat(f, perGroup, () => compute("lane"));
    f.step(source, 4);
  });
}

/** Output 4 · nth + lane, where neighboring ones read the same channel. */
function lanesOf(perGroup: number, nth: number): Lanes {
  const channelOf = (lane: number) => Math.floor((4 * nth + lane) / perGroup);
  return [channelOf(0), channelOf(1), channelOf(2), channelOf(3)];
}

/** A loop, unless it would be over one. */
export function repeat(f: FunctionBuilder, times: number, body: () => void): void {
  if (times === 1) body();
  if (times > 1) f.countUp(f.let(i32.const(0)), times, 1, body);
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
  {
    weights,
    packed,
    split = vectorsOf(sizes),
  }: { weights: I32; packed: I32; split?: [vectors: number, alone: number] },
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
  block("vector", split[0]);
  block("lane", split[1]);
}

export function bytesOf(mode: Mode): number {
  return mode === "vector" ? 16 : 4;
}

/** What lies at a tap: four channels, each in the lanes of its outputs, or one channel in all lanes. */
export function setInput(
  f: FunctionBuilder,
  x: Local<"v128">,
  lanes: Lanes | undefined,
  address: I32,
  offset: number,
): void {
  f.set(x, lanes === undefined ? v128.load32Splat(address, offset) : v128.load(address, offset));
  if (lanes?.some((channel, lane) => channel !== lane)) f.set(x, v128.shuffle32(x, x, lanes));
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
