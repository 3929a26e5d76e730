import type { Elementwise, Pair, Reduction, Storage } from "../graph/primitives.ts";

/** Memory that kernels read and write: `size` numbers. Where it lies is decided by layout.ts. */
export interface Buffer {
  readonly size: number;
  readonly storage: Storage;
  /** An input or variable's name, or a name of its own for what is computed. */
  readonly name: string;
  readonly kind: "input" | "variable" | "output" | "temporary";
}

/** An affine walk over a buffer: element offset + Σ indexᵢ · stridesᵢ, for the indices of an iteration space. */
export interface View {
  buffer: Buffer;
  offset: number;
  strides: readonly number[];
  /**
   * Rows picked by number: adds `stride` times the element of `indices` at the same iteration index. What is not a whole
   * number below `count` picks not-a-numbers.
   */
  rows?: { indices: View; stride: number; count: number } | undefined;
}

/** One step of a scalar expression; operands are places of earlier steps. */
export type Term =
  | { op: "load"; view: View }
  /** offset + Σ indexᵢ · stridesᵢ as a number. */
  | { op: "index"; offset: number; strides: readonly number[] }
  | { op: "constant"; value: number }
  | { op: Elementwise; args: readonly number[] };

/** Computes an expression for every index of `extents`, and stores some of its terms. */
export interface MapKernel {
  kind: "map";
  extents: readonly number[];
  terms: readonly Term[];
  stores: readonly { term: number; view: View; accumulate: boolean }[];
}

/** Reduces terms over the axes marked in `reduced`; the views of the results have stride 0 there. */
export interface ReduceKernel {
  kind: "reduce";
  extents: readonly number[];
  reduced: readonly boolean[];
  terms: readonly Term[];
  results: readonly { op: Reduction; term: number; view: View }[];
}

/** Zeros; where another kernel writes some stretches of the buffer, they may be left as they are. */
export interface FillKernel {
  kind: "fill";
  buffer: Buffer;
  around?: Stretches;
}

/** In each of so many equal parts of a buffer, `count` stretches of some `length`, the first of them at `first`. */
export interface Stretches {
  parts: number;
  first: number;
  count: number;
  /** Between the beginnings of two. */
  step: number;
  length: number;
}

/** Uniform random numbers from a key that is fed. */
export interface RandomKernel {
  kind: "random";
  buffer: Buffer;
  key: Buffer;
  stream: number;
}

/** c[b, m, n] = Σ_k a[b, m, k] · b[b, k, n]; views with strides over (batch, row, column). */
export interface MatmulKernel {
  kind: "matmul";
  batch: number;
  m: number;
  n: number;
  k: number;
  a: View;
  b: View;
  out: Buffer;
}

/** The sizes of a convolution without padding: image [n, h, w, c], kernel [kh, kw, c / groups, o], output [n, oh, ow, o]. */
export interface ConvolutionSizes {
  batch: number;
  image: Pair;
  channels: number;
  kernel: Pair;
  outputs: number;
  out: Pair;
  stride: Pair;
  dilation: Pair;
  groups: number;
}

/** Outputs of a tile along each axis, in Winograd's forms F(4×4, 3×3) and F(5×5, 3×3). */
export type Tile = 4 | 5;

/** Output from image and kernel. All three buffers are contiguous. In Winograd's form the kernel is transformed before. */
export interface ConvolutionKernel extends ConvolutionSizes {
  kind: "convolution";
  /** The tiles of Winograd's form; undefined if computed directly. */
  winograd: Tile | undefined;
  /**
   * Set where the image counts as if it had two rows and columns of zeros on each side: the first row and column that is
   * computed of such a full convolution. In Winograd's form alone.
   */
  full?: Pair | undefined;
  input: Buffer;
  weights: Buffer;
  output: Buffer;
}

/**
 * The image's gradient from output gradient and kernel, of a convolution of each channel on its own. `image` is the size of
 * the part of it that is computed, which begins at `start`.
 */
export interface InputGradientKernel extends ConvolutionSizes {
  kind: "inputGradient";
  start: Pair;
  gradient: Buffer;
  weights: Buffer;
  output: Buffer;
}

/** The kernel's gradient from image and output gradient: a sum for each of `chunks` shares of the batch. */
export interface KernelGradientKernel extends ConvolutionSizes {
  kind: "kernelGradient";
  chunks: number;
  winograd: Tile | undefined;
  input: Buffer;
  gradient: Buffer;
  output: Buffer;
}

/** The kernel [3, 3, inputs, outputs] transformed for Winograd's form: [36 or 49, outputs / 8, inputs, 8]. */
export interface WinogradWeightsKernel {
  kind: "winogradWeights";
  tile: Tile;
  inputs: number;
  outputs: number;
  weights: Buffer;
  output: Buffer;
}

/** Adds rows of values to a zeroed table by their numbers, in order; those whose numbers are no rows are left out. */
export interface ScatterKernel {
  kind: "scatter";
  values: Buffer;
  indices: Buffer;
  out: Buffer;
  /** How many numbers a row has. */
  row: number;
  rows: number;
}

/** Kernels one after another, block by block of their first axes: each block needs only itself of those before. */
export interface SweepKernel {
  kind: "sweep";
  blocks: number;
  kernels: readonly Kernel[];
}

export type Kernel =
  | MapKernel
  | ReduceKernel
  | FillKernel
  | RandomKernel
  | MatmulKernel
  | ConvolutionKernel
  | InputGradientKernel
  | KernelGradientKernel
  | WinogradWeightsKernel
  | ScatterKernel
  | SweepKernel;

/** All kernels one by one, those of sweeps too. */
export function withoutSweeps(kernels: readonly Kernel[]): Kernel[] {
  return kernels.flatMap((kernel) => (kernel.kind === "sweep" ? withoutSweeps(kernel.kernels) : [kernel]));
}

/** The buffers that a kernel reads. */
export const readsOf = memoized(readBy);
/** The buffers that a kernel writes. */
export const writesOf = memoized(writtenBy);

/**
 * The same function, computed once per kernel or term: planning asks often. The part itself keeps what it gives, under a
 * name that no copy takes along: a weak map of tens of thousands of parts would take a tenth of the planning.
 */
export function memoized<K extends object, V>(of: (part: K) => V): (part: K) => V {
  const kept = Symbol();
  return (part) => {
    const before = (part as { [kept]?: V })[kept];
    if (before !== undefined) return before;
    const value = of(part);
    Object.defineProperty(part, kept, { value }); // not enumerable
    return value;
  };
}

function readBy(kernel: Kernel): readonly Buffer[] {
  switch (kernel.kind) {
    case "map":
      return [
        ...loadsOf(kernel.terms),
        ...kernel.stores.flatMap(({ view, accumulate }) => (accumulate ? [view.buffer] : [])),
      ];
    case "reduce":
      return loadsOf(kernel.terms);
    case "fill":
      return [];
    case "random":
      return [kernel.key];
    case "matmul":
      return [kernel.a.buffer, kernel.b.buffer];
    case "convolution":
      return [kernel.input, kernel.weights];
    case "inputGradient":
      return [kernel.gradient, kernel.weights];
    case "kernelGradient":
      return [kernel.input, kernel.gradient];
    case "winogradWeights":
      return [kernel.weights];
    case "scatter":
      return [kernel.values, kernel.indices];
    case "sweep":
      return kernel.kernels.flatMap(readsOf);
  }
}

function writtenBy(kernel: Kernel): readonly Buffer[] {
  switch (kernel.kind) {
    case "map":
      return kernel.stores.map(({ view }) => view.buffer);
    case "reduce":
      return kernel.results.map(({ view }) => view.buffer);
    case "fill":
    case "random":
      return [kernel.buffer];
    case "convolution":
    case "inputGradient":
    case "kernelGradient":
    case "winogradWeights":
      return [kernel.output];
    case "matmul":
    case "scatter":
      return [kernel.out];
    case "sweep":
      return kernel.kernels.flatMap(writesOf);
  }
}

function loadsOf(terms: readonly Term[]): Buffer[] {
  const buffers: Buffer[] = [];
  for (const term of terms) {
    if (term.op !== "load") continue;
    buffers.push(term.view.buffer);
    if (term.view.rows !== undefined) buffers.push(term.view.rows.indices.buffer);
  }
  return buffers;
}

/** Equal for terms that compute the same. */
export const termKey = memoized((term: Term): string => {
  if (term.op === "load") return `load ${viewKey(term.view)}`;
  if (term.op === "index") return `index ${term.offset}${listed(term.strides)}`;
  if (term.op === "constant") return `constant ${Object.is(term.value, -0) ? "-0" : term.value}`;
  return `${term.op}${listed(term.args)}`;
});

/** Numbers as text, each after a space. */
export function listed(numbers: readonly number[]): string {
  let text = "";
  for (const number of numbers) text += ` ${number}`; // joining a short list takes several times as long
  return text;
}

/** A number of its own for each buffer, which makes shorter keys than its name. */
export const numberOf = memoized((_: Buffer) => numbered++);
let numbered = 0;

function viewKey({ buffer, offset, strides, rows }: View): string {
  const place = `${numberOf(buffer)} ${offset}${listed(strides)}`;
  return rows === undefined ? place : `${place} ${rows.stride} ${rows.count} ${viewKey(rows.indices)}`;
}
