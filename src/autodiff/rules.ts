import type { Primitive } from "../graph/primitives.ts";
import { type Shape, sizeOf } from "../graph/shape.ts";
import { constant, iota, Tensor } from "../graph/tensor.ts";

/**
 * The gradient rule of a primitive: from the node y = f(a, b, …) and dy = ∂L/∂y, the gradients ∂L/∂a, ∂L/∂b, …
 * An operand without a gradient (an index, a key, a condition) gets undefined.
 */
type Rule<P extends Primitive> = (y: Tensor<P>, dy: Tensor, ...operands: Tensor[]) => (Tensor | undefined)[];

const none = () => [undefined, undefined, undefined];

export const rules: { [P in Primitive]: Rule<P> } = {
  constant: none,
  input: none,
  variable: none,
  iota: none,
  random: none,

  neg: (_, dy) => [dy.neg()],
  abs: (_, dy, a) => [dy.mul(a.sign())],
  sign: none,
  exp: (y, dy) => [dy.mul(y)],
  expm1: (_, dy, a) => [dy.mul(a.exp())], // y + 1 would have lost the digits of small e^a
  log: (_, dy, a) => [dy.div(a)],
  sqrt: (y, dy) => [dy.div(y.mul(2))],
  tanh: (y, dy) => [dy.mul(constant(1).broadcastTo(y.shape).sub(y.square()))],
  sigmoid: (y, dy) => [dy.mul(y.sub(y.square()))],
  softplus: (_, dy, a) => [dy.mul(a.sigmoid())],
  erf: (_, dy, a) => [dy.mul(a.square().neg().exp()).mul(2 / Math.sqrt(Math.PI))],
  floor: none,
  stopGradient: none,

  add: (_, dy) => [dy, dy],
  sub: (_, dy) => [dy, dy.neg()],
  mul: (_, dy, a, b) => [dy.mul(b), dy.mul(a)],
  div: (y, dy, _a, b) => [dy.div(b), dy.mul(y).div(b).neg()],
  // At a tie the whole gradient goes to the second operand: relu(x) = max(x, 0) has slope 0 at 0.
  maximum: (_, dy, a, b) => [b.less(a).where(dy, 0), b.less(a).where(0, dy)],
  minimum: (_, dy, a, b) => [a.less(b).where(dy, 0), a.less(b).where(0, dy)],
  less: none,
  equal: none,
  where: (_, dy, condition) => [undefined, condition.where(dy, 0), condition.where(0, dy)],

  sum: (_, dy, a) => [dy.broadcastTo(a.shape)],
  // The first maximum takes the gradient.
  max: (y, dy, a) => [
    indexWithin(a.shape, y.attributes.axes)
      .equal(new Tensor("argMax", y.attributes, [a]))
      .where(dy.broadcastTo(a.shape), 0),
  ],
  argMax: none,

  broadcast: (_, dy, a) => [sumTo(dy, a.shape)],
  reshape: (_, dy, a) => [dy.reshape(a.shape)],
  transpose: (y, dy) => [dy.transpose(y.attributes.order.map((_, axis) => y.attributes.order.indexOf(axis)))],
  slice: (y, dy, a) => [spreadSlice(y, dy, a)],
  pad(y, dy, a) {
    const { before, interior } = y.attributes;
    return [
      dy.slice(
        before,
        a.shape,
        interior.map((zeros) => zeros + 1),
      ),
    ];
  },
  window: (y, dy, a) => [dy.unwindow(y.attributes.stride, a.shape[1], a.shape[2])],
  unwindow: (y, dy, a) => [dy.window([a.shape[2], a.shape[4]], y.attributes.stride)],
  gather: (_, dy, table, indices) => [dy.scatterAdd(indices, table.shape[0]), undefined],
  scatterAdd: (_, dy, _values, indices) => [dy.gather(indices), undefined],

  matmul: (_, dy, a, b) => [dy.matmul(swapLast(b)), swapLast(a).matmul(dy)],
  conv2d: (y, dy, image, kernel) => [inputGradient(y, dy, kernel, image), kernelGradient(y, image, dy, kernel)],
  // Both are linear in each operand, so their gradients are the other two of the three.
  conv2dInputGradient: (y, dy, gradient, kernel) => [
    dy.conv2d(kernel, y.attributes),
    kernelGradient(y, dy, gradient, kernel),
  ],
  conv2dKernelGradient: (y, dy, image, gradient) => [
    inputGradient(y, gradient, dy, image),
    image.conv2d(dy, y.attributes),
  ],
};

type ConvolutionNode = Tensor<"conv2d"> | Tensor<"conv2dInputGradient"> | Tensor<"conv2dKernelGradient">;

function inputGradient({ attributes }: ConvolutionNode, dy: Tensor, kernel: Tensor, image: Tensor): Tensor {
  const { stride, dilation, groups } = attributes;
  const [, height, width] = image.shape;
  return new Tensor("conv2dInputGradient", { stride, dilation, groups, height, width }, [dy, kernel]);
}

function kernelGradient({ attributes }: ConvolutionNode, image: Tensor, dy: Tensor, kernel: Tensor): Tensor {
  const { stride, dilation, groups } = attributes;
  const [height, width] = kernel.shape;
  return new Tensor("conv2dKernelGradient", { stride, dilation, groups, height, width }, [image, dy]);
}

/** The transpose of a broadcast: sums over the axes that it added or repeated. */
function sumTo(tensor: Tensor, shape: Shape): Tensor {
  const lead = tensor.rank - shape.length;
  const repeated = tensor.shape
    .map((_, axis) => axis)
    .filter((axis) => axis < lead || (shape[axis - lead] === 1 && tensor.shape[axis] !== 1));
  return (repeated.length === 0 ? tensor : tensor.sum(repeated, true)).reshape(shape);
}

/** The transpose of a slice: its elements back at their places among zeros. */
function spreadSlice(y: Tensor<"slice">, dy: Tensor, a: Tensor): Tensor {
  const { start, size, step } = y.attributes;
  if (sizeOf(size) === 0) return constant(0).broadcastTo(a.shape);
  const backwards = step.flatMap((stride, axis) => (stride < 0 ? [axis] : []));
  const forward = backwards.length === 0 ? dy : dy.flip(backwards);
  const before = start.map((from, axis) => (step[axis] < 0 ? from + (size[axis] - 1) * step[axis] : from));
  const interior = step.map((stride) => Math.abs(stride) - 1);
  const after = before.map((from, axis) => a.shape[axis] - from - ((size[axis] - 1) * (interior[axis] + 1) + 1));
  return forward.pad(before, after, interior);
}

/** Each element's row-major index within the given axes. */
function indexWithin(shape: Shape, axes: readonly number[]): Tensor {
  return axes.reduce<Tensor>(
    (index, axis) => index.mul(shape[axis]).add(iota(shape, axis)),
    constant(0).broadcastTo(shape),
  );
}

function swapLast(tensor: Tensor): Tensor {
  const order = tensor.shape.map((_, axis) => axis);
  order.push(...order.splice(-2).reverse());
  return tensor.transpose(order);
}
