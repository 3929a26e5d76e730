import type { Primitive } from "../src/graph/primitives.ts";
import type { Shape } from "../src/graph/shape.ts";
import { Tensor } from "../src/graph/tensor.ts";
import { type Argument, distinctNumbers } from "./finite-differences.ts";

/** A function whose gradient is checked, at one set of arguments. */
export interface GradientCase {
  f: (...tensors: Tensor[]) => Tensor;
  /** The arguments: shapes, filled with distinct numbers, or numbers themselves. */
  args: readonly (Shape | Argument)[];
  wrt?: readonly number[];
  low?: number;
  high?: number;
}

const SHAPES: readonly Shape[] = [[], [0], [1], [3, 1], [2, 3, 2]];

/** The same function on several shapes, sizes 0 and 1 among them. */
const unary = (f: (a: Tensor) => Tensor, range: { low?: number; high?: number } = {}): GradientCase[] =>
  SHAPES.map((shape) => ({ f, args: [shape], ...range }));
const binary = (f: (a: Tensor, b: Tensor) => Tensor, range: { low?: number; high?: number } = {}): GradientCase[] =>
  SHAPES.map((shape) => ({ f, args: [shape, shape], ...range }));
const each = (f: GradientCase["f"], ...lists: Shape[][]): GradientCase[] => lists.map((args) => ({ f, args }));
const indices = (...data: number[]): Argument => ({ shape: [data.length], data: Float64Array.from(data) });
const POSITIVE = { low: 0.2, high: 2 };

const convolutions = (
  make: (settings: { stride: number; dilation: number; groups: number }) => GradientCase,
): GradientCase[] =>
  [
    { stride: 1, dilation: 1, groups: 1 },
    { stride: 2, dilation: 1, groups: 1 },
    { stride: 1, dilation: 2, groups: 2 },
  ].map(make);
const both = (x: number): readonly [number, number] => [x, x];

/** Every primitive with at least three shapes, sizes 0 and 1 among them. */
export const gradientCases: { [P in Primitive]: GradientCase[] | "has no gradient" } = {
  constant: "has no gradient",
  input: "has no gradient",
  variable: "has no gradient",
  iota: "has no gradient",
  random: "has no gradient",
  sign: "has no gradient",
  floor: "has no gradient",
  stopGradient: "has no gradient",
  less: "has no gradient",
  equal: "has no gradient",
  argMax: "has no gradient",

  neg: unary((a) => a.neg()),
  abs: unary((a) => a.abs()),
  exp: unary((a) => a.exp()),
  expm1: unary((a) => a.expm1()),
  log: unary((a) => a.log(), POSITIVE),
  sqrt: unary((a) => a.sqrt(), POSITIVE),
  tanh: unary((a) => a.tanh()),
  sigmoid: unary((a) => a.sigmoid()),
  softplus: unary((a) => a.softplus()),
  erf: unary((a) => a.erf()),

  add: binary((a, b) => a.add(b)),
  sub: binary((a, b) => a.sub(b)),
  mul: binary((a, b) => a.mul(b)),
  div: binary((a, b) => a.div(b), POSITIVE),
  maximum: binary((a, b) => a.maximum(b)),
  minimum: binary((a, b) => a.minimum(b)),
  where: binary((a, b) => a.less(0).where(a, b)),

  sum: [
    ...each((a) => a.sum(0), [[0]], [[1]], [[3, 2]]),
    ...each((a) => a.sum([0, 2], true), [[2, 3, 2]], [[2, 0, 1]]),
    ...each((a) => a.sum(), [[]], [[2, 2]]),
  ],
  max: [
    ...each((a) => a.max(0), [[1]], [[3, 2]]),
    ...each((a) => a.max([0, 2], true), [[2, 3, 2]], [[2, 0, 1]]),
    ...each((a) => a.max(), [[]], [[2, 2]]),
  ],

  broadcast: each((a) => a.broadcastTo([2, 0, 3]), [[0, 3]]).concat(
    each((a) => a.broadcastTo([2, 4, 3]), [[]], [[3]], [[4, 1]], [[1, 4, 3]]),
  ),
  reshape: [...each((a) => a.reshape([3, 2]), [[6]], [[2, 3]]), ...each((a) => a.reshape([0]), [[2, 0]])],
  transpose: each((a) => a.transpose(), [[]], [[3]], [[2, 3]], [[2, 0, 3]]).concat(
    each((a) => a.transpose([1, 2, 0]), [[2, 3, 4]], [[1, 3, 1]]),
  ),
  slice: [
    ...each((a) => a.slice([1, 0], [2, 2]), [[3, 2]]),
    ...each((a) => a.slice([3], [2], [-2]), [[5]]),
    ...each((a) => a.slice([0, 1], [2, 2], [1, 3]), [[2, 5]], [[4, 6]]),
    ...each((a) => a.slice([0], [0]), [[3]]),
    ...each((a) => a.flip([0, 1]), [[1, 1]], [[2, 3]]),
  ],
  pad: [
    ...each((a) => a.pad([1, 0], [0, 2]), [[2, 3]], [[1, 1]], [[2, 0]]),
    ...each((a) => a.pad([1], [2], [2]), [[3]], [[1]]),
    ...each((a) => a.pad([1], [2], [2], -3), [[3]], [[1]]),
  ],
  window: [
    ...each((a) => a.window([2, 2], [1, 1]), [[1, 3, 4, 2]], [[2, 2, 2, 1]], [[0, 2, 2, 1]]),
    ...each((a) => a.window([3, 2], [2, 3]), [[1, 6, 6, 2]]),
    ...each((a) => a.window([1, 1], [2, 2]), [[1, 3, 3, 1]]),
  ],
  unwindow: [
    ...each((a) => a.unwindow([1, 1], 3, 4), [[1, 2, 2, 3, 2, 2]], [[0, 2, 2, 3, 2, 1]]),
    ...each((a) => a.unwindow([2, 3], 6, 6), [[1, 2, 3, 2, 2, 1]]),
    ...each((a) => a.unwindow([2, 2], 3, 3), [[1, 2, 1, 2, 1, 1]]),
  ],
  gather: [
    { f: (table, at) => table.gather(at), args: [[4, 3], indices(2, 0, 2)], wrt: [0] },
    { f: (table, at) => table.gather(at), args: [[1, 2, 1], indices(0)], wrt: [0] },
    { f: (table, at) => table.gather(at), args: [[3], indices()], wrt: [0] },
  ],
  scatterAdd: [
    { f: (rows, at) => rows.scatterAdd(at, 4), args: [[3, 2], indices(2, 0, 2)], wrt: [0] },
    { f: (rows, at) => rows.scatterAdd(at, 1), args: [[1, 2, 1], indices(0)], wrt: [0] },
    { f: (rows, at) => rows.scatterAdd(at, 2), args: [[0, 2], indices()], wrt: [0] },
  ],

  matmul: each(
    (a, b) => a.matmul(b),
    [
      [2, 3],
      [3, 4],
    ],
    [
      [1, 1],
      [1, 1],
    ],
    [
      [0, 2],
      [2, 3],
    ],
    [
      [2, 0],
      [0, 3],
    ],
    [
      [2, 2, 3],
      [2, 3, 1],
    ],
  ),
  conv2d: convolutions(({ stride, dilation, groups }) => ({
    f: (image, kernel) => image.conv2d(kernel, { stride: both(stride), dilation: both(dilation), groups }),
    args: [
      [2, 5, 6, 2],
      [3, 2, 2 / groups, 4],
    ],
  })).concat(
    each(
      (image, kernel) => image.conv2d(kernel),
      [
        [1, 1, 1, 1],
        [1, 1, 1, 1],
      ],
      [
        [0, 3, 3, 1],
        [2, 2, 1, 2],
      ],
    ),
  ),
  conv2dInputGradient: convolutions(({ stride, dilation, groups }) => ({
    f: (gradient, kernel) =>
      new Tensor(
        "conv2dInputGradient",
        { stride: both(stride), dilation: both(dilation), groups, height: 5, width: 5 },
        [gradient, kernel],
      ),
    args: [outputOf(stride, dilation), [3, 2, 2 / groups, 4]],
  })).concat({
    f: (gradient, kernel) =>
      new Tensor("conv2dInputGradient", { stride: both(1), dilation: both(1), groups: 1, height: 1, width: 1 }, [
        gradient,
        kernel,
      ]),
    args: [
      [1, 1, 1, 1],
      [1, 1, 1, 1],
    ],
  }),
  conv2dKernelGradient: convolutions(({ stride, dilation, groups }) => ({
    f: (image, gradient) =>
      new Tensor(
        "conv2dKernelGradient",
        { stride: both(stride), dilation: both(dilation), groups, height: 3, width: 2 },
        [image, gradient],
      ),
    args: [[1, 5, 5, 2], outputOf(stride, dilation)],
  })).concat({
    f: (image, gradient) =>
      new Tensor("conv2dKernelGradient", { stride: both(1), dilation: both(1), groups: 1, height: 1, width: 1 }, [
        image,
        gradient,
      ]),
    args: [
      [1, 1, 1, 1],
      [1, 1, 1, 1],
    ],
  }),
};

/** The output of a 3 × 2 kernel over a 5 × 5 image. */
function outputOf(stride: number, dilation: number): Shape {
  const places = (size: number) => Math.floor((5 - (size - 1) * dilation - 1) / stride) + 1;
  return [1, places(3), places(2), 4];
}

/** The numbers of a case, the same at every call. */
export const argumentsOf = ({ args, low, high }: GradientCase): Argument[] =>
  args.map((arg, i) =>
    "data" in arg
      ? arg
      : distinctNumbers(arg, {
          seed: i + 1,
          ...(low === undefined ? {} : { low }),
          ...(high === undefined ? {} : { high }),
        }),
  );
