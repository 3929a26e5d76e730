import type { BINARY, Pair, Primitive, Storage, UNARY } from "../src/graph/primitives.ts";
import { type Shape, sizeOf } from "../src/graph/shape.ts";
import { filled, iota, random, Tensor } from "../src/graph/tensor.ts";
import { type Argument, held, integers, normals, numbers } from "./compare-backends.ts";

/** Relative to the largest value of the reference, which computes in float64. */
export const ELEMENTWISE = 2e-6;
const LONG_SUMS = 1e-5;
/** Moved, compared or counted, not rounded. */
const EXACT = 0;

export interface Case {
  trace: (...tensors: Tensor[]) => Tensor;
  args: readonly Argument[];
  tolerance: number;
  /** Of the gradients, where they are less exact than the value. */
  gradients?: number;
}

/** Sizes 0 and 1, odd sizes, and others that are no multiples of a vector or of a block. */
const SHAPES: readonly Shape[] = [
  [],
  [0],
  [1],
  [3],
  [4],
  [7],
  [16],
  [33],
  [130],
  [2, 0, 3],
  [3, 5],
  [5, 1, 9],
  [2, 3, 4, 5],
];
/** Broadcasting of either side, at the front, in the middle and at the end. */
const PAIRS: readonly (readonly [Shape, Shape])[] = [
  ...SHAPES.map((shape) => [shape, shape] as const),
  [[3, 5], [5]],
  [[5], [3, 5]],
  [
    [3, 5],
    [3, 1],
  ],
  [
    [3, 1],
    [1, 5],
  ],
  [
    [1, 5],
    [3, 1],
  ],
  [[], [4]],
  [[7], []],
  [
    [2, 1, 4],
    [3, 1],
  ],
  [
    [2, 3, 4],
    [2, 1, 4],
  ],
  [
    [1, 1],
    [5, 9],
  ],
  [
    [17, 16],
    [1, 16],
  ],
  [[0, 3], [3]],
  [
    [1, 3],
    [0, 1],
  ],
];

/** x, moved away from 0 on its own side. */
function awayFromZero(x: Tensor): Tensor {
  return x.less(0).where(x.sub(0.5), x.add(0.5));
}

function unary(primitive: (typeof UNARY)[number], tolerance: number, domain = (x: Tensor) => x): Case[] {
  return SHAPES.map((shape) => ({
    trace: (x) => new Tensor(primitive, {}, [domain(x)]),
    args: [normals(shape)],
    tolerance,
    gradients: ELEMENTWISE,
  }));
}

function binary(primitive: (typeof BINARY)[number], tolerance: number, domain = (x: Tensor) => x): Case[] {
  return PAIRS.map(([a, b]) => ({
    trace: (x, y) => x[primitive](domain(y)),
    args: [normals(a, 1), primitive === "equal" ? integers(b, 2) : normals(b, 2)],
    tolerance,
    gradients: LONG_SUMS,
  }));
}

/** Axes at the front, in the middle, at the end, apart, all and none, of sizes that do and do not fill vectors. */
function reduction(primitive: "sum" | "max" | "argMax", tolerance: number): Case[] {
  const cases: [Shape, number[] | undefined][] = [
    [[], undefined],
    [[1], [0]],
    [[3], [0]],
    [[4], [0]],
    [[67], [0]],
    [[3, 0], [1]],
    [[0, 3], [0]],
    [[0, 3], [1]],
    [[0], undefined],
    [[5, 7], [0]],
    [[5, 7], [1]],
    [[5, 8], undefined],
    [[5, 7], []],
    [
      [2, 3, 5],
      [0, 2],
    ],
    [[2, 3, 5], [1]],
    [[2, 33, 4], [1]],
    [
      [9, 2, 7, 3],
      [1, 3],
    ],
    [
      [9, 2, 7, 3],
      [0, 2],
    ],
    [
      [1, 6, 1, 5],
      [0, 1],
    ],
    [[17, 21], [0]],
    [[300, 19], [0]],
    [[3, 300], [1]],
    [[1200, 30], [0]],
    [[40_001], [0]],
    [
      [70, 3, 301],
      [0, 2],
    ],
  ];
  const over = (shape: Shape, axes: number[] | undefined, values: Argument): Case => ({
    trace: (x) => x[primitive](axes),
    args: [values],
    tolerance: sizeOf(shape) > 1000 && tolerance > 0 ? LONG_SUMS : tolerance,
  });
  return cases.flatMap(([shape, axes]) => [
    over(shape, axes, normals(shape)),
    ...(primitive === "sum" || sizeOf(shape) > 5000 ? [] : [over(shape, axes, integers(shape, 3))]), // many ties: the first maximum counts
  ]);
}

function conv(
  image: Shape,
  kernel: Shape,
  { stride = [1, 1], dilation = [1, 1], groups = 1 }: { stride?: Pair; dilation?: Pair; groups?: number } = {},
) {
  return { image, kernel, attributes: { stride, dilation, groups } };
}

const CONVOLUTIONS = [
  conv([1, 1, 1, 1], [1, 1, 1, 1]),
  conv([0, 4, 4, 2], [3, 3, 2, 3]),
  conv([2, 5, 4, 1], [3, 3, 1, 5]),
  conv([2, 7, 8, 3], [3, 3, 3, 5]),
  conv([1, 3, 3, 4], [3, 3, 4, 9]),
  conv([3, 5, 6, 8], [1, 1, 8, 16]),
  conv([2, 6, 7, 16], [3, 3, 16, 8]),
  conv([2, 6, 9, 17], [2, 4, 17, 13]),
  conv([2, 9, 8, 3], [3, 2, 3, 4], { stride: [2, 3] }),
  conv([2, 8, 8, 5], [2, 2, 5, 3], { stride: [3, 3] }), // some pixels in no window
  conv([2, 9, 10, 3], [3, 3, 3, 6], { dilation: [2, 3] }),
  conv([2, 9, 10, 20], [3, 3, 20, 7], { dilation: [1, 2], stride: [2, 1] }),
  conv([2, 6, 7, 4], [3, 3, 2, 6], { groups: 2 }),
  conv([2, 6, 7, 6], [3, 3, 1, 12], { groups: 6 }),
  conv([1, 9, 9, 32], [3, 3, 16, 20], { groups: 2, stride: [2, 2], dilation: [2, 1] }),
  conv([20, 4, 4, 2], [2, 2, 2, 3]), // more images than shares of the kernel's gradient
  conv([1, 40, 40, 9], [5, 5, 9, 3]), // rows that are gathered in several blocks
  conv([2, 9, 27, 8], [3, 3, 1, 8], { groups: 8 }), // channels on their own, rows in several stretches
  conv([2, 11, 12, 7], [5, 5, 1, 7], { groups: 7, stride: [2, 2] }), // channels that fill no vectors
  conv([1, 5, 30, 5], [2, 9, 1, 5], { groups: 5, dilation: [2, 1] }), // more taps in a row than are held at once
  conv([2, 9, 13, 12], [3, 3, 4, 12], { groups: 3, stride: [1, 2] }), // a vector for each group
  conv([1, 7, 8, 6], [3, 2, 3, 24], { groups: 2, dilation: [1, 2] }), // three
  conv([3, 9, 9, 40], [3, 3, 40, 36], { stride: [2, 2] }), // short rows, of several images, in stretches of the depth
  conv([2, 6, 5, 6], [3, 2, 3, 68], { groups: 2, dilation: [1, 2] }), // short rows in groups
  conv([9, 3, 5, 300], [1, 1, 300, 33]), // pixels of several images as they lie
  conv([2, 3, 17, 10], [1, 1, 10, 12]), // a product
  conv([0, 3, 4, 2], [1, 1, 2, 3]), // of no images
  conv([0, 4, 4, 4], [3, 3, 1, 4], { groups: 4 }),
];

function outputShape({ image, kernel, attributes: { stride, dilation } }: (typeof CONVOLUTIONS)[number]): Shape {
  const places = (axis: 0 | 1) =>
    Math.floor((image[axis + 1] - (kernel[axis] - 1) * dilation[axis] - 1) / stride[axis]) + 1;
  return [image[0], places(0), places(1), kernel[3]];
}

/** Every primitive; one that is missing here does not compile. */
export const primitiveCases = {
  constant: SHAPES.map((shape) => ({ trace: () => filled(shape, 0.5).add(0), args: [], tolerance: EXACT })),
  input: (["float", "uint8", "int32", "uint32"] as const).flatMap((storage) =>
    [[], [1], [7], [64], [3, 5]].map((shape) => ({
      trace: (x: Tensor) => x.sub(3),
      args: [integers(shape, 256, storage)],
      tolerance: EXACT,
    })),
  ),
  variable: (["float", "uint8", "int32", "uint32"] as const).flatMap((storage) =>
    [[], [1], [7], [64], [3, 5]].map((shape) => ({
      trace: (x: Tensor) => x.sub(3),
      args: [held(integers(shape, 256, storage))],
      tolerance: EXACT,
    })),
  ),
  iota: [
    [[5], 0],
    [[3, 5], 0],
    [[3, 5], 1],
    [[2, 1, 9], 2],
    [[0, 2], 1],
    [[3, 8, 2], 1],
    [[300, 8], 1], // the last loop written out
    [[70, 12], 1],
  ].flatMap(([shape, axis]) => [
    { trace: () => iota(shape as Shape, axis as number), args: [], tolerance: EXACT },
    {
      trace: () =>
        iota(shape as Shape, axis as number)
          .flip([0])
          .sum([0]),
      args: [],
      tolerance: EXACT,
    },
  ]),
  random: [[], [0], [1], [15], [16], [17], [5, 7], [1000]].flatMap((shape) =>
    [0, 12345, 0xfffffffe].map((stream) => ({
      trace: (key: Tensor) => random(shape, key, stream),
      args: [numbers([3], [stream, 0xdeadbeef, shape.length], "uint32")],
      tolerance: EXACT,
    })),
  ),

  neg: unary("neg", EXACT),
  abs: unary("abs", EXACT),
  sign: unary("sign", EXACT),
  exp: unary("exp", ELEMENTWISE),
  expm1: unary("expm1", ELEMENTWISE),
  log: unary("log", ELEMENTWISE, (x) => x.abs().add(0.25)),
  sqrt: unary("sqrt", ELEMENTWISE, (x) => x.abs().add(0.25)),
  tanh: unary("tanh", ELEMENTWISE),
  sigmoid: unary("sigmoid", ELEMENTWISE),
  softplus: unary("softplus", ELEMENTWISE),
  erf: unary("erf", ELEMENTWISE),
  floor: unary("floor", EXACT, (x) => x.mul(4)),
  stopGradient: unary("stopGradient", EXACT),

  add: binary("add", ELEMENTWISE),
  sub: binary("sub", ELEMENTWISE),
  mul: binary("mul", ELEMENTWISE),
  div: binary("div", ELEMENTWISE, awayFromZero),
  maximum: binary("maximum", EXACT),
  minimum: binary("minimum", EXACT),
  less: binary("less", EXACT),
  equal: binary("equal", EXACT),

  where: [
    ...PAIRS.map(([a, b]) => ({
      trace: (condition: Tensor, yes: Tensor, no: Tensor) => condition.where(yes, no),
      args: [integers(a, 2), normals(b, 1), normals(a, 2)],
      tolerance: EXACT,
      gradients: LONG_SUMS,
    })),
    ...PAIRS.map(([a, b]) => ({
      // A comparison that is a condition and a number at once.
      trace: (x: Tensor, y: Tensor) =>
        x
          .less(y)
          .where(x, y)
          .add(x.less(y))
          .sub(x.less(y).where(2, x.less(y))),
      args: [normals(a, 1), normals(b, 2)],
      tolerance: ELEMENTWISE,
      gradients: LONG_SUMS,
    })),
  ],

  sum: reduction("sum", ELEMENTWISE),
  max: reduction("max", EXACT),
  argMax: reduction("argMax", EXACT),

  broadcast: [
    [[], [4]],
    [[1], [7]],
    [[5], [3, 5]],
    [
      [3, 1],
      [3, 5],
    ],
    [
      [3, 1, 2],
      [4, 3, 5, 2],
    ],
    [[1], [0]],
    [
      [1, 16],
      [33, 16],
    ],
  ].map(([from, to]) => ({
    trace: (x: Tensor) => x.broadcastTo(to),
    args: [normals(from)],
    tolerance: EXACT,
    gradients: LONG_SUMS,
  })),
  reshape: [
    ...(
      [
        [[6], [2, 3]],
        [[2, 3], [6]],
        [
          [4, 6],
          [3, 8],
        ],
        [[1], []],
        [[], [1, 1]],
        [
          [2, 3, 4],
          [6, 1, 4],
        ],
        [
          [0, 5],
          [3, 0],
        ],
        [[2, 0, 3], [0]],
      ] as const
    ).map(([from, to]) => ({ trace: (x: Tensor) => x.reshape(to), args: [normals(from)], tolerance: EXACT })),
    {
      trace: (x: Tensor) => x.transpose().mul(2).reshape([3, 10]).transpose(),
      args: [normals([6, 5])],
      tolerance: EXACT,
    },
    {
      trace: (x: Tensor) => x.sum([1], true).transpose().reshape([1, 2, 3]),
      args: [normals([6, 5])],
      tolerance: ELEMENTWISE,
    },
  ],
  transpose: [
    [
      [3, 5],
      [1, 0],
    ],
    [
      [2, 3, 4],
      [2, 0, 1],
    ],
    [
      [4, 1, 5],
      [1, 2, 0],
    ],
    [
      [16, 33],
      [1, 0],
    ],
    [
      [2, 0],
      [1, 0],
    ],
    [
      [2, 3, 4, 5],
      [3, 1, 0, 2],
    ],
  ].map(([shape, order]) => ({ trace: (x: Tensor) => x.transpose(order), args: [normals(shape)], tolerance: EXACT })),
  slice: [
    [[9], [2], [5], [1]],
    [[9], [8], [9], [-1]],
    [[9], [7], [3], [-3]],
    [[9], [1], [3], [3]],
    [[9], [0], [0], [1]],
    [[9], [9], [0], [1]],
    [
      [5, 7],
      [1, 6],
      [3, 4],
      [1, -2],
    ],
    [
      [5, 7],
      [4, 0],
      [2, 7],
      [-4, 1],
    ],
    [
      [3, 4, 5],
      [0, 3, 1],
      [3, 2, 4],
      [1, -3, 1],
    ],
  ].map(([shape, start, size, step]) => ({
    trace: (x: Tensor) => x.slice(start, size, step),
    args: [normals(shape)],
    tolerance: EXACT,
  })),
  pad: [
    [[5], [2], [3], [0]],
    [[5], [0], [0], [2]],
    [[1], [1], [1], [4]],
    [[0], [2], [1], [3]],
    [
      [3, 4],
      [1, 0],
      [0, 2],
      [2, 1],
    ],
    [
      [2, 3, 5],
      [0, 1, 2],
      [1, 0, 3],
      [0, 0, 0],
    ],
    [
      [2, 3, 5],
      [0, 1, 2],
      [1, 0, 3],
      [1, 2, 3],
    ],
  ].flatMap(([shape, before, after, interior]) =>
    [0, -7.5].map((value) => ({
      trace: (x: Tensor) => x.mul(2).pad(before, after, interior, value),
      args: [normals(shape)],
      tolerance: EXACT,
    })),
  ),
  window: windows((image, size, stride) => ({
    trace: (x) => x.window(size, stride),
    args: [normals(image)],
    tolerance: EXACT,
    gradients: ELEMENTWISE,
  })),
  unwindow: windows((image, size, stride) => {
    const rows = Math.floor((image[1] - size[0]) / stride[0]) + 1;
    const columns = Math.floor((image[2] - size[1]) / stride[1]) + 1;
    return {
      trace: (x) => x.mul(x).unwindow(stride, image[1], image[2]),
      args: [normals([image[0], rows, size[0], columns, size[1], image[3]])],
      tolerance: ELEMENTWISE,
    };
  }),
  gather: [
    ...(["float", "uint8", "int32", "uint32"] as const).flatMap((storage) =>
      (
        [
          [[5], []],
          [[5], [7]],
          [[6, 3], [4]],
          [
            [6, 3, 5],
            [2, 3],
          ],
          [[6, 16], [0]],
          [[1, 4], [9]],
        ] as const
      ).map(([table, indices]) => ({
        trace: (x: Tensor, i: Tensor) => x.gather(i),
        args: [normals(table), integers(indices, table[0], storage)],
        tolerance: EXACT,
        gradients: ELEMENTWISE,
      })),
    ),
    {
      trace: (x: Tensor, i: Tensor) => x.gather(i).flip([0, 1]).transpose().mul(0.5),
      args: [integers([6, 5], 256, "uint8"), integers([7], 6, "uint32")],
      tolerance: EXACT,
    },
    ...[3, 40].map((count) => ({
      // Rows picked backwards inside a reduction, unrolled or not.
      trace: (x: Tensor, i: Tensor) =>
        x
          .gather(i)
          .flip([0])
          .mul(iota([count, 1], 0))
          .sum([0]),
      args: [normals([6, 5]), integers([count], 6, "uint8")],
      tolerance: ELEMENTWISE,
      gradients: ELEMENTWISE,
    })),
  ],
  scatterAdd: (["float", "uint8", "int32", "uint32"] as const).flatMap((storage: Storage) =>
    (
      [
        [[], 1, []],
        [[7], 5, []],
        [[4], 6, [3]],
        [[2, 3], 6, [5, 2]],
        [[0], 3, [4]],
        [[50], 2, [9]],
      ] as const
    ).map(([indices, rows, row]) => ({
      trace: (x: Tensor, i: Tensor) => x.scatterAdd(i, rows),
      args: [normals([...indices, ...row]), integers(indices, rows, storage)],
      tolerance: ELEMENTWISE,
    })),
  ),

  matmul: matrices(),
  conv2d: CONVOLUTIONS.map(({ image, kernel, attributes }) => ({
    trace: (x: Tensor, w: Tensor) => new Tensor("conv2d", attributes, [x, w]),
    args: [normals(image, 1), normals(kernel, 2)],
    tolerance: ELEMENTWISE,
    gradients: LONG_SUMS,
  })),
  conv2dInputGradient: CONVOLUTIONS.map((at) => ({
    trace: (dy: Tensor, w: Tensor) => {
      const attributes = { ...at.attributes, height: at.image[1], width: at.image[2] };
      return new Tensor("conv2dInputGradient", attributes, [dy, w]);
    },
    args: [normals(outputShape(at), 1), normals(at.kernel, 2)],
    tolerance: ELEMENTWISE,
    gradients: LONG_SUMS,
  })),
  conv2dKernelGradient: CONVOLUTIONS.map((at) => ({
    trace: (x: Tensor, dy: Tensor) => {
      const attributes = { ...at.attributes, height: at.kernel[0], width: at.kernel[1] };
      return new Tensor("conv2dKernelGradient", attributes, [x, dy]);
    },
    args: [normals(at.image, 1), normals(outputShape(at), 2)],
    tolerance: LONG_SUMS,
  })),
} satisfies Record<Primitive, readonly Case[]>;

/** Windows side by side, apart, overlapping, as large as the image, and with a rest that is in none. */
function windows(make: (image: Shape, size: Pair, stride: Pair) => Case): Case[] {
  return [
    make([2, 4, 6, 3], [2, 2], [2, 2]),
    make([2, 5, 7, 3], [2, 2], [2, 2]),
    make([1, 7, 8, 8], [3, 3], [2, 2]),
    make([2, 5, 6, 5], [3, 2], [1, 1]),
    make([2, 9, 9, 2], [2, 1], [4, 3]),
    make([1, 3, 4, 1], [3, 4], [1, 1]),
    make([0, 4, 4, 2], [2, 2], [2, 2]),
    make([1, 6, 5, 1], [1, 3], [1, 2]),
  ];
}

function matrices(): Case[] {
  const product = (m: number, k: number, n: number): Case => ({
    trace: (a, b) => a.matmul(b),
    args: [normals([m, k], 1), normals([k, n], 2)],
    tolerance: k > 200 ? LONG_SUMS : ELEMENTWISE,
    gradients: LONG_SUMS,
  });
  const of = (shapes: readonly Shape[], trace: Case["trace"]): Case => ({
    trace,
    args: shapes.map((shape, i) => normals(shape, i)),
    tolerance: ELEMENTWISE,
    gradients: LONG_SUMS,
  });
  return [
    product(1, 1, 1),
    product(0, 3, 4),
    product(3, 0, 4),
    product(40, 0, 9),
    product(3, 4, 0),
    product(1, 7, 1),
    product(7, 5, 3),
    product(8, 8, 8),
    product(6, 16, 16),
    product(13, 17, 15),
    product(31, 33, 130),
    product(33, 3, 9),
    product(200, 20, 12), // more rows than a block
    product(65, 300, 133), // more than one block of the inner dimension
    product(193, 257, 17),
    of(
      [
        [12, 7],
        [12, 9],
      ],
      (a, b) => a.transpose().matmul(b),
    ),
    of(
      [
        [7, 12],
        [9, 12],
      ],
      (a, b) => a.matmul(b.transpose()),
    ),
    of(
      [
        [12, 7],
        [9, 12],
      ],
      (a, b) => a.transpose().matmul(b.transpose()),
    ),
    of(
      [
        [5, 300],
        [16, 300],
      ],
      (a, b) => a.matmul(b.transpose()),
    ),
    of(
      [
        [6, 8],
        [8, 8],
      ],
      (a, b) => a.flip([0, 1]).matmul(b.flip([0, 1])),
    ),
    of(
      [
        [12, 8],
        [9, 8],
      ],
      (a, b) => a.slice([1, 7], [5, 4], [2, -2]).matmul(b.slice([0, 0], [8, 4], [1, 2]).transpose()),
    ),
    of(
      [
        [1, 5],
        [5, 1],
      ],
      (a, b) => a.broadcastTo([7, 5]).matmul(b.broadcastTo([5, 9])),
    ),
    of(
      [
        [5, 3],
        [3, 4],
      ],
      (a, b) => a.matmul(b).relu().matmul(b.transpose().mul(2)),
    ),
    of([[4]], (a) =>
      a
        .reshape([1, 4])
        .matmul(filled([4, 3], 1))
        .add(
          iota([3, 4], 1)
            .matmul(a.reshape([4, 1]))
            .sum(),
        ),
    ),
    of(
      [
        [3, 4, 5],
        [3, 5, 6],
      ],
      (a, b) => a.matmul(b),
    ),
    of(
      [
        [2, 3, 4, 5],
        [2, 3, 5, 6],
      ],
      (a, b) => a.matmul(b),
    ),
    of(
      [
        [0, 4, 5],
        [0, 5, 6],
      ],
      (a, b) => a.matmul(b),
    ),
    of(
      [
        [3, 5, 4],
        [3, 6, 5],
      ],
      (a, b) => a.transpose([0, 2, 1]).matmul(b.transpose([0, 2, 1])),
    ),
    // Leading dimensions that do not lie one behind the other.
    of(
      [
        [4, 5],
        [3, 5, 6],
      ],
      (a, b) => a.broadcastTo([3, 4, 5]).matmul(b),
    ),
    of(
      [
        [3, 4, 5],
        [2, 3, 5, 6],
      ],
      (a, b) => a.broadcastTo([2, 3, 4, 5]).matmul(b),
    ),
    of(
      [
        [2, 1, 4, 5],
        [2, 3, 5, 6],
      ],
      (a, b) => a.broadcastTo([2, 3, 4, 5]).matmul(b),
    ),
    of(
      [
        [4, 3, 2, 5],
        [3, 2, 5, 6],
      ],
      (a, b) => a.transpose([1, 2, 0, 3]).matmul(b),
    ),
    of(
      [
        [4, 2, 3, 5],
        [3, 2, 5, 6],
      ],
      (a, b) => a.transpose([2, 1, 0, 3]).matmul(b),
    ),
    of(
      [
        [2, 3, 4, 5],
        [2, 3, 5, 6],
      ],
      (a, b) => a.flip([0]).matmul(b.flip([1])),
    ),
    of(
      [
        [3, 4, 5],
        [3, 5, 2],
      ],
      (a, b) => a.reshape([3, 1, 4, 5]).matmul(b.reshape([3, 1, 5, 2])),
    ),
    of(
      [
        [1, 4, 3, 5],
        [3, 1, 5, 2],
      ],
      (a, b) => a.transpose([2, 0, 1, 3]).matmul(b),
    ),
  ];
}

const bytes = integers([6, 5], 256, "uint8");
/** Numbers that are not stored as floats: where, the function, and its arguments. */
export const storageCases: readonly (readonly [string, (...tensors: Tensor[]) => Tensor, readonly Argument[]])[] = [
  ["in a matrix product", (x, w) => x.matmul(w), [bytes, normals([5, 3])]],
  ["in a transposed matrix", (x, w) => w.matmul(x.transpose()), [bytes, normals([2, 5])]],
  ["in a convolution", (x, w) => x.reshape([1, 6, 5, 1]).conv2d(w), [bytes, normals([3, 3, 1, 2])]],
  ["as rows that are added up", (x, i) => x.scatterAdd(i, 4), [bytes, integers([6], 4, "int32")]],
  ["in a sum", (x) => x.sum([1]), [bytes]],
  ["in windows", (x) => x.reshape([1, 6, 5, 1]).window([2, 2], [1, 1]).max([2, 4]), [bytes]],
  ["negative", (x) => x.mul(0.5), [numbers([5], [-3, -2, -1, 0, 2 ** 20], "int32")]],
  ["beyond int32", (x) => x.mul(0.5), [numbers([5], [2 ** 31, 2 ** 32 - 256, 1, 0, 7], "uint32")]],
  ["given back", (x) => x, [integers([7], 9, "int32")]],
];

/** Not-a-numbers, infinities, zeros, the ends of the range, and others. */
export const SPECIAL = [
  Number.NaN,
  Infinity,
  -Infinity,
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  1.5,
  2.5,
  -2.5,
  1e-20,
  -1e-20,
  2 ** -126,
  2 ** -149,
  -(2 ** -140),
  1e38,
  -1e38,
  3.4028234663852886e38,
  88.5,
  -88.5,
  100,
  -110,
  8388609,
  -8388607.5,
  0.1,
  1 + 2 ** -23,
].map(Math.fround);

/** Functions that no instruction computes, between two ends, and how many float32 numbers the result may lie beside. */
export const functionRanges = [
  { primitive: "exp", from: -104, to: 89, ulps: 2 },
  { primitive: "exp", from: -1, to: 1, ulps: 2 },
  { primitive: "log", from: 1e-6, to: 4, ulps: 2 },
  { primitive: "log", from: 1, to: 1e9, ulps: 2 },
  { primitive: "log", from: 2 ** -149, to: 2 ** -125, ulps: 2 },
  { primitive: "tanh", from: -10, to: 10, ulps: 2 },
  { primitive: "tanh", from: -1e-3, to: 1e-3, ulps: 2 },
  { primitive: "sigmoid", from: -103, to: 20, ulps: 3 },
  { primitive: "expm1", from: -20, to: 89, ulps: 3 },
  { primitive: "expm1", from: -1, to: 1, ulps: 2 },
  { primitive: "expm1", from: -1e-20, to: 1e-20, ulps: 1 },
  { primitive: "softplus", from: -103, to: 100, ulps: 3 },
  { primitive: "softplus", from: -2, to: 2, ulps: 3 },
  { primitive: "erf", from: -5, to: 5, ulps: 2 },
  { primitive: "erf", from: -1e-3, to: 1e-3, ulps: 2 },
] as const;
