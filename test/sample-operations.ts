import { sizeOf } from "../src/graph/shape.ts";
import { constant, filled, iota, type Tensor } from "../src/graph/tensor.ts";
import type { NormalWeights } from "./normal-weights.ts";

/** A value for each sample; `axis` is that of the samples. */
export interface SampleValue {
  tensor: Tensor;
  axis: number;
}

type Operation = (
  a: SampleValue,
  b: SampleValue,
  numbers: readonly number[],
  weights: NormalWeights,
) => SampleValue | undefined;

/** Axes other than that of the samples, by numbers. */
const axesOf = ({ tensor, axis }: SampleValue, numbers: readonly number[]) =>
  tensor.shape.flatMap((_, i) => (i !== axis && numbers[i] % 2 === 0 ? [i] : []));
const same = (make: (x: Tensor, numbers: readonly number[]) => Tensor): Operation => {
  return ({ tensor, axis }, _, numbers) => ({ tensor: make(tensor, numbers), axis });
};
/** Weights that are spread over a value: some of its last axes, each as it is or of extent 1, without the samples'. */
const spread = ({ tensor, axis }: SampleValue, numbers: readonly number[], weights: NormalWeights): Tensor => {
  const shape = tensor.shape.map((extent, i) => (i === axis || numbers[i] % 3 === 0 ? 1 : extent));
  return weights.make(shape.slice(axis === 0 && numbers[4] % 2 === 0 ? 1 : 0));
};
const combined = (x: Tensor, y: Tensor, how: number): Tensor =>
  [() => x.mul(y), () => x.add(y), () => x.sub(y), () => x.div(y.square().add(1)), () => x.maximum(y)][how % 5]();
const order = (rank: number, numbers: readonly number[]) =>
  Array.from({ length: rank }, (_, i) => i).sort((i, j) => numbers[i] - numbers[j]);
export const samplesFirst = ({ tensor, axis }: SampleValue): Tensor =>
  axis === 0 ? tensor : tensor.transpose([axis, ...tensor.shape.flatMap((_, i) => (i === axis ? [] : [i]))]);

/** A value with its first two axes as one, under a function that keeps that axis, and with both again. */
const joined =
  (make: (rows: Tensor, numbers: readonly number[], weights: NormalWeights) => Tensor): Operation =>
  ({ tensor, axis }, _, numbers, weights) => {
    if (tensor.rank < 2 || axis > 1) return undefined;
    const [m, n, ...rest] = tensor.shape;
    const rows = make(tensor.reshape([m * n, ...rest]), numbers, weights);
    return { tensor: rows.reshape([m, n, ...rows.shape.slice(1)]), axis };
  };

/** Functions of samples, each by itself; undefined where one does not apply. */
export const sampleOperations: readonly Operation[] = [
  same((x) => x.mul(0.5).tanh()),
  same((x) => x.sigmoid()),
  same((x) => x.relu()),
  same((x, [n]) => x.mul(n / 700).add(0.3)),
  same((x) => x.mul(x).sub(1)),
  same((x) => x.square().add(0.25).sqrt()),
  same((x) => x.tanh().exp()),
  // weights, computed before they are spread and after
  (a, _, n, w) => ({ ...a, tensor: combined(a.tensor, spread(a, n, w), n[5]) }),
  (a, _, n, w) => {
    const [u, v] = [spread(a, n, w), spread(a, n, w)];
    return { ...a, tensor: a.tensor.add(combined(u, v, n[5]).broadcastTo(a.tensor.shape)) };
  },
  (a, _, n, w) => {
    const [u, v] = [n, n.toReversed()].map((which) => spread(a, which, w).broadcastTo(a.tensor.shape));
    return { ...a, tensor: combined(a.tensor, u.mul(v), 1 + (n[5] % 2)) };
  },
  (a, _, n, w) => {
    const [u, v] = [n, n.toReversed()].map((which) => spread(a, which, w));
    return { ...a, tensor: a.tensor.mul(combined(u, v, n[5])).sub(u.mul(v)) };
  },
  // two values
  (a, b, n) => fitted(a, b, (x, y) => combined(x, y, n[5])),
  (a, b) => fitted(a, b, (x, y) => x.add(y.mul(x))),
  (a, b) => fitted(a, b, (x, y) => x.less(y).where(x.mul(y), x.sub(y))),
  // over other axes
  (a, _, n) => kept(a, axesOf(a, n), (axes) => a.tensor.sum(axes, true).mul(0.3)),
  (a, _, n) => dropped(a, axesOf(a, n), (axes) => a.tensor.mean(axes)),
  (a, _, n) => dropped(a, axesOf(a, n), (axes) => a.tensor.max(axes)),
  (a, _, n) => kept(a, axesOf(a, n), (axes) => a.tensor.argMax(axes, true).mul(1 / 64)),
  (a, _, n) => kept(a, axesOf(a, n), (axes) => a.tensor.sub(a.tensor.mean(axes, true))),
  (a, _, n, w) =>
    kept(a, axesOf(a, n), (axes) => {
      const off = a.tensor.sub(a.tensor.mean(axes, true)); // layer norm
      const scaled = off.div(off.square().mean(axes, true).add(1e-3).sqrt());
      return scaled.mul(spread(a, n, w)).add(spread(a, n, w));
    }),
  (a, _, [n]) => {
    const at = n % a.tensor.rank;
    return at === a.axis ? undefined : { ...a, tensor: a.tensor.softmax(at) };
  },
  (a, _, n, w) => {
    const axes = axesOf(a, n);
    return kept(a, axes, () =>
      a.tensor
        .mul(spread(a, n, w))
        .mul(spread(a, n, w))
        .sum(axes, true),
    );
  },
  // places
  ({ tensor, axis }, _, numbers) => {
    const to = order(tensor.rank, numbers);
    return { tensor: tensor.transpose(to), axis: to.indexOf(axis) };
  },
  (a, _, n) => ({ ...a, tensor: a.tensor.flip(axesOf(a, n)) }),
  (a, _, n) => {
    const to = order(a.tensor.rank, n);
    const turned = { tensor: a.tensor.mul(0.5).tanh().transpose(to), axis: to.indexOf(a.axis) };
    return dropped(turned, axesOf(turned, n.toReversed()), (axes) => turned.tensor.mul(turned.tensor).mean(axes));
  },
  (a) => ({ tensor: samplesFirst(a).reshape([a.tensor.shape[a.axis], -1]), axis: 0 }),
  (a) => {
    const at = a.tensor.shape.findIndex((extent, i) => i !== a.axis && extent > 2 && extent % 2 === 0);
    if (at === -1) return undefined;
    const split = a.tensor.shape.toSpliced(at, 1, 2, a.tensor.shape[at] / 2);
    return { tensor: a.tensor.reshape(split), axis: a.axis > at ? a.axis + 1 : a.axis };
  },
  (a, _, n) => {
    const step = a.tensor.shape.map((_, i) => (i === a.axis ? 1 : 1 + (n[i] % 2)));
    const size = a.tensor.shape.map((extent, i) => Math.ceil(extent / step[i]));
    return {
      ...a,
      tensor: a.tensor.slice(
        size.map(() => 0),
        size,
        step,
      ),
    };
  },
  (a, _, n) => {
    const zeros = a.tensor.shape.map((_, i) => (i === a.axis ? 0 : n[i] % 2));
    return {
      ...a,
      tensor: a.tensor.pad(
        zeros,
        zeros,
        zeros.map(() => 0),
      ),
    };
  },
  joined((rows, n, w) => rows.mul(spread({ tensor: rows, axis: 0 }, n, w)).reshape(rows.shape)),
  joined((rows, n, w) => rows.mul(rows).add(spread({ tensor: rows, axis: 0 }, n, w))),
  // picked rows
  ({ tensor, axis }, _, [n], w) => {
    if (tensor.rank > 3) return undefined;
    const places = tensor.abs().mul(3).floor().minimum(4);
    return { tensor: w.make(n % 2 === 0 ? [5] : [5, 1 + (n % 7)]).gather(places), axis };
  },
  // products
  ({ tensor, axis }, _, [n], w) => {
    if (tensor.rank < 2 || axis === tensor.rank - 1) return undefined;
    const k = tensor.shape.at(-1) as number;
    const rows = tensor.reshape([sizeOf(tensor.shape) / k, k]);
    const product = rows.matmul(w.make([k, 1 + (n % 19)])).mul(k ** -0.5);
    return { tensor: product.reshape([...tensor.shape.slice(0, -1), product.shape[1]]), axis };
  },
  ({ tensor, axis }, _, [n], w) => {
    if (tensor.rank !== 2) return undefined;
    const k = tensor.shape[1 - axis];
    const product = w.make([1 + (n % 19), k]).matmul(axis === 1 ? tensor : tensor.transpose());
    return { tensor: product.mul(k ** -0.5), axis: 1 }; // columns are samples
  },
  (a) => {
    if (a.tensor.rank !== 3) return undefined;
    const x = samplesFirst(a);
    const scores = x.matmul(x.transpose([0, 2, 1])).mul(x.shape[2] ** -0.5);
    return { tensor: scores.softmax().matmul(x), axis: 0 };
  },
  // images
  (a, _, [height, width, outputs, stride], w) => {
    const x = imageOf(a);
    if (x === undefined) return undefined;
    const [, h, v, channels] = x.shape;
    const size = [1 + (height % Math.min(3, h)), 1 + (width % Math.min(3, v)), channels] as const;
    const count = [1 + (outputs % 16), 8, 16, 40][height % 4];
    return { tensor: x.conv2d(w.make([...size, count]), { stride: [1 + (stride % 2), 1] }).mul(0.3), axis: 0 };
  },
  (a, _, [n], w) => {
    const x = imageOf(a);
    if (x === undefined || x.shape[1] < 3 || x.shape[2] < 3) return undefined;
    const channels = [8, 16][n % 2]; // in Winograd's form
    const first = x.conv2d(w.make([1, 1, x.shape[3], channels])).relu();
    return { tensor: first.conv2d(w.make([3, 3, channels, channels])).mul(0.1), axis: 0 };
  },
  (a, _, [n], w) => {
    const x = imageOf(a);
    if (x === undefined) return undefined;
    const groups = x.shape[3];
    const kernel = w.make([Math.min(2, x.shape[1]), 1, 1, groups * [1, 4][n % 2]]);
    return { tensor: x.conv2d(kernel, { groups }), axis: 0 };
  },
  (a, _, [height, width, stride, how]) => {
    const x = imageOf(a);
    if (x === undefined) return undefined;
    const size = [1 + (height % Math.min(3, x.shape[1])), 1 + (width % Math.min(3, x.shape[2]))] as const;
    const by = [1 + (stride % 3), 1 + (stride % 2)] as const;
    const windows = x.window(size, by);
    const made = [
      () => windows.mean([2, 4]),
      () => windows.max([2, 4]),
      () => windows.mul(windows).unwindow(by, x.shape[1], x.shape[2]),
    ][how % 3]();
    return { tensor: made, axis: 0 };
  },
  // what has no samples
  (a, _, [n]) => ({ ...a, tensor: a.tensor.add(filled(a.tensor.shape, n / 800).exp()) }),
  (a) => {
    const at = a.axis === 0 ? a.tensor.rank - 1 : 0;
    return at === a.axis
      ? undefined
      : { ...a, tensor: a.tensor.mul(iota(a.tensor.shape, at).mul(0.1).add(constant(1))) };
  },
];

function kept(
  a: SampleValue,
  axes: readonly number[],
  make: (axes: readonly number[]) => Tensor,
): SampleValue | undefined {
  return axes.length === 0 ? undefined : { tensor: make(axes), axis: a.axis };
}

function dropped(
  a: SampleValue,
  axes: readonly number[],
  make: (axes: readonly number[]) => Tensor,
): SampleValue | undefined {
  return axes.length === 0
    ? undefined
    : { tensor: make(axes), axis: a.axis - axes.filter((axis) => axis < a.axis).length };
}

/** Two values with their samples along one axis, where the others fit. */
function fitted(a: SampleValue, b: SampleValue, make: (x: Tensor, y: Tensor) => Tensor): SampleValue | undefined {
  const [x, y] = [samplesFirst(a), samplesFirst(b)];
  const [wide, narrow] = x.rank >= y.rank ? [x, y] : [y, x];
  const ones = new Array<number>(wide.rank - narrow.rank).fill(1);
  const aligned = narrow.reshape([narrow.shape[0], ...ones, ...narrow.shape.slice(1)]);
  const fits = aligned.shape.every((extent, i) => i === 0 || extent === 1 || extent === wide.shape[i]);
  return fits ? { tensor: make(wide, aligned), axis: 0 } : undefined;
}

function imageOf(a: SampleValue): Tensor | undefined {
  const x = samplesFirst(a);
  if (x.rank === 3) return x.reshape([...x.shape, 1]);
  return x.rank === 4 ? x : undefined;
}
