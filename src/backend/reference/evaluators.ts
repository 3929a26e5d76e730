import type { Attributes, Elementwise, Primitive } from "../../graph/primitives.ts";
import { scalars } from "../../graph/scalars.ts";
import { type Shape, sizeOf, stridesOf } from "../../graph/shape.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { philox4x32, UNIFORM_UNIT } from "../../random/philox.ts";
import type { Computed } from "./computed.ts";
import { conv2d, conv2dInputGradient, conv2dKernelGradient } from "./convolution.ts";

type Evaluator<P extends Primitive> = (node: Tensor<P>, ...operands: Computed[]) => Float64Array;

const leaf = (node: Tensor): never => {
  throw new Error(`${node.primitive} is given, not computed`);
};

/** Every primitive as plain loops in float64: the oracle that the other backends are held against. */
export const evaluators: { [P in Primitive]: Evaluator<P> } = {
  constant: ({ attributes }) => Float64Array.of(attributes.value),
  input: leaf,
  variable: leaf,
  iota({ shape, attributes }) {
    const stride = stridesOf(shape)[attributes.axis];
    return fill(shape, (i) => Math.floor(i / stride) % shape[attributes.axis]);
  },
  random: ({ shape, attributes }, key) => fill(shape, uniforms(key.data, attributes.stream)),

  neg: elementwise,
  abs: elementwise,
  sign: elementwise,
  exp: elementwise,
  expm1: elementwise,
  log: elementwise,
  sqrt: elementwise,
  tanh: elementwise,
  sigmoid: elementwise,
  softplus: elementwise,
  erf: elementwise,
  floor: elementwise,
  stopGradient: elementwise,
  add: elementwise,
  sub: elementwise,
  mul: elementwise,
  div: elementwise,
  maximum: elementwise,
  minimum: elementwise,
  less: elementwise,
  equal: elementwise,
  where: elementwise,

  sum: (node, a) => reduce(node, a, 0, (total, value) => total + value),
  max: (node, a) => reduce(node, a, -Infinity, Math.max),
  argMax: (node, a) => firstMaximum(node, a),

  broadcast({ shape }, a) {
    const lead = shape.length - a.shape.length;
    const strides = stridesOf(a.shape).map((stride, axis) => (a.shape[axis] === 1 ? 0 : stride));
    return walk(shape, [...new Array(lead).fill(0), ...strides], 0, a.data);
  },
  reshape: (_, a) => a.data.slice(),
  transpose({ shape, attributes }, a) {
    const strides = stridesOf(a.shape);
    return walk(
      shape,
      attributes.order.map((axis) => strides[axis]),
      0,
      a.data,
    );
  },
  slice({ shape, attributes: { start, step } }, a) {
    const strides = stridesOf(a.shape);
    const from = start.reduce((offset, at, axis) => offset + at * strides[axis], 0);
    return walk(
      shape,
      strides.map((stride, axis) => stride * step[axis]),
      from,
      a.data,
    );
  },
  pad({ shape, attributes: { before, interior, value } }, a) {
    const strides = stridesOf(shape);
    const from = before.reduce((offset, zeros, axis) => offset + zeros * strides[axis], 0);
    const out = new Float64Array(sizeOf(shape)).fill(value);
    const places = offsets(
      a.shape,
      strides.map((stride, axis) => stride * (interior[axis] + 1)),
      from,
    );
    places.forEach((place, i) => {
      out[place] = a.data[i];
    });
    return out;
  },
  window({ shape, attributes: { stride } }, a) {
    return walk(shape, windowStrides(a.shape, stride), 0, a.data);
  },
  unwindow({ shape, attributes: { stride } }, a) {
    const out = new Float64Array(sizeOf(shape));
    offsets(a.shape, windowStrides(shape, stride), 0).forEach((place, i) => {
      out[place] += a.data[i];
    });
    return out;
  },
  gather({ shape }, table, indices) {
    const row = sizeOf(table.shape.slice(1));
    return fill(shape, (i) => {
      const number = indices.data[Math.floor(i / row)];
      return isRow(number, table.shape[0]) ? table.data[number * row + (i % row)] : Number.NaN;
    });
  },
  scatterAdd({ shape }, values, indices) {
    const row = sizeOf(shape.slice(1));
    const out = new Float64Array(sizeOf(shape));
    for (let i = 0; i < values.data.length; i++) {
      const number = indices.data[Math.floor(i / row)];
      if (isRow(number, shape[0])) out[number * row + (i % row)] += values.data[i];
    }
    return out;
  },

  matmul({ shape }, a, b) {
    const [m, n] = shape.slice(-2);
    const k = a.shape[a.shape.length - 1];
    return fill(shape, (i) => {
      const batch = Math.floor(i / (m * n));
      const row = (batch * m + (Math.floor(i / n) % m)) * k;
      const column = batch * k * n + (i % n);
      let sum = 0;
      for (let j = 0; j < k; j++) sum += a.data[row + j] * b.data[column + j * n];
      return sum;
    });
  },
  conv2d,
  conv2dInputGradient,
  conv2dKernelGradient,
};

function isRow(number: number, rows: number): boolean {
  return Number.isInteger(number) && number >= 0 && number < rows;
}

function elementwise(node: Tensor, a: Computed, b = a, c = a): Float64Array {
  const f = scalars[node.primitive as Elementwise];
  return a.data.map((value, i) => f(value, b.data[i], c.data[i]));
}

function fill(shape: Shape, f: (index: number) => number): Float64Array {
  return Float64Array.from({ length: sizeOf(shape) }, (_, i) => f(i));
}

/** The flat place of every index of `shape`, in row-major order, for the given strides. */
function offsets(shape: Shape, strides: readonly number[], from: number): number[] {
  return shape.reduce<number[]>(
    (places, extent, axis) =>
      places.flatMap((place) => Array.from({ length: extent }, (_, i) => place + i * strides[axis])),
    [from],
  );
}

function walk(shape: Shape, strides: readonly number[], from: number, data: Float64Array): Float64Array {
  return Float64Array.from(offsets(shape, strides, from), (place) => data[place]);
}

/** Strides of the six axes of windows over images of `shape`. */
function windowStrides(shape: Shape, [down, across]: readonly [number, number]): number[] {
  const [image, row, column, channel] = stridesOf(shape);
  return [image, down * row, row, across * column, column, channel];
}

type Reducer = Attributes["sum"];

/** For each element of `a`, where in the reduced result it counts. */
function targets(node: Tensor, a: Computed): number[] {
  const { axes } = node.attributes as Reducer;
  const strides = stridesOf(node.shape).map((stride, axis) => (axes.includes(axis) ? 0 : stride));
  return offsets(a.shape, strides, 0);
}

function reduce(node: Tensor, a: Computed, from: number, f: (total: number, value: number) => number): Float64Array {
  const out = new Float64Array(sizeOf(node.shape)).fill(from);
  targets(node, a).forEach((place, i) => {
    out[place] = f(out[place], a.data[i]);
  });
  return out;
}

function firstMaximum(node: Tensor, a: Computed): Float64Array {
  const out = new Float64Array(sizeOf(node.shape));
  const best = new Float64Array(out.length).fill(-Infinity);
  const count = new Float64Array(out.length);
  targets(node, a).forEach((place, i) => {
    if (a.data[i] > best[place]) {
      best[place] = a.data[i];
      out[place] = count[place];
    }
    count[place]++;
  });
  return out;
}

/**
 * The uniform number of each element: 16 neighbors share four Philox blocks, element 16g + 4w + l being word w of
 * block 4g + l, so that four lanes of a SIMD register are four blocks.
 */
function uniforms(key: Float64Array, stream: number): (index: number) => number {
  const [low, high, step] = key;
  const block = new Uint32Array(4);
  return (index) => {
    const counter = (index >> 4) * 4 + (index & 3);
    philox4x32([counter, step, stream, 0], [low, high], block);
    return (block[(index >> 2) & 3] >>> 8) * UNIFORM_UNIT;
  };
}
