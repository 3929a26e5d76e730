import type { Primitive, Reduction } from "../../graph/primitives.ts";
import { type Shape, sizeOf, stridesOf } from "../../graph/shape.ts";
import { filled, type Tensor } from "../../graph/tensor.ts";
import type { Buffer, View } from "../kernel.ts";
import { identityPlace } from "./access.ts";
import { fillAround } from "./fill-around.ts";
import type { ImageRules, OfImages } from "./image-rules.ts";
import type { KernelRule } from "./kernel-rule.ts";
import type { Lowering } from "./lowering.ts";
import { Terms } from "./terms.ts";

const leaf: KernelRule<Primitive> = (_, node) => {
  throw new Error(`${node.primitive} is given, not computed`);
};

/** One map over its elements: its operands may be part of the same expression. */
const expression: KernelRule<Primitive> = (lowering, node, output) =>
  lowering.map(node, { buffer: output, offset: 0, strides: stridesOf(node.shape) }, { root: true });

/** How each primitive is computed where its value has to lie in memory. */
const kernelRules: { readonly [P in Exclude<Primitive, OfImages>]: KernelRule<P> } = {
  constant: expression,
  input: leaf,
  variable: leaf,
  iota: expression,
  random(lowering, { operands: [key], attributes: { stream } }, output) {
    lowering.kernels.push({ kind: "random", buffer: output, key: lowering.bufferOf(key), stream });
  },

  neg: expression,
  abs: expression,
  sign: expression,
  exp: expression,
  expm1: expression,
  log: expression,
  sqrt: expression,
  tanh: expression,
  sigmoid: expression,
  softplus: expression,
  erf: expression,
  floor: expression,
  stopGradient: expression,
  add: expression,
  sub: expression,
  mul: expression,
  div: expression,
  maximum: expression,
  minimum: expression,
  less: expression,
  equal: expression,
  where: expression,

  sum: reduction,
  max: reduction,
  argMax: reduction,

  broadcast: expression,
  reshape: expression,
  transpose: expression,
  slice: expression,
  pad,
  window: expression,
  gather: expression,
  scatterAdd(lowering, { operands: [values, indices], attributes: { rows }, shape }, output) {
    lowering.kernels.push({ kind: "fill", buffer: output });
    lowering.kernels.push({
      kind: "scatter",
      values: lowering.floatsOf(values),
      indices: lowering.bufferOf(indices),
      out: output,
      row: sizeOf(shape.slice(1)),
      rows,
    });
  },

  matmul(lowering, { operands: [a, b], shape }, output) {
    const [m, n] = shape.slice(-2);
    lowering.kernels.push({
      kind: "matmul",
      batch: sizeOf(shape.slice(0, -2)),
      m,
      n,
      k: a.shape[a.rank - 1],
      a: matrix(lowering, a),
      b: matrix(lowering, b),
      out: output,
    });
  },
};

/** The rules of all primitives that a program has. */
export function kernelRulesWith(images: ImageRules | undefined): Readonly<Record<Primitive, KernelRule<Primitive>>> {
  return { ...kernelRules, ...images?.kernelRules } as Record<Primitive, KernelRule<Primitive>>;
}

/** Whether the value always lies in memory: it is no expression that others could compute on the fly. */
export function hasOwnKernel({ primitive }: Tensor): boolean {
  return !(primitive in kernelRules) || kernelRules[primitive as keyof typeof kernelRules] !== expression;
}

function reduction<P extends Reduction>(lowering: Lowering, node: Tensor<P>, output: Buffer): void {
  const [operand] = node.operands;
  const { axes } = node.attributes;
  const terms = new Terms(lowering, operand.shape);
  const term = terms.at(operand, identityPlace(operand.shape));
  const strides = stridesOf(node.shape).map((stride, axis) => (axes.includes(axis) ? 0 : stride));
  lowering.kernels.push({
    kind: "reduce",
    extents: operand.shape,
    reduced: operand.shape.map((_, axis) => axes.includes(axis)),
    terms: terms.list,
    results: [{ op: node.primitive, term, view: { buffer: output, offset: 0, strides } }],
  });
}

/** The padding, then the operand at its places in it. */
function pad(lowering: Lowering, node: Tensor<"pad">, output: Buffer): void {
  const { before, interior, value } = node.attributes;
  const strides = stridesOf(node.shape);
  const [operand] = node.operands;
  const apart = interior.some((zeros, axis) => zeros > 0 && operand.shape[axis] > 1);
  if (!Object.is(value, 0)) lowering.store(filled(node.shape, value), output);
  else if (apart) lowering.kernels.push({ kind: "fill", buffer: output });
  else lowering.kernels.push(fillAround(output, node.shape, before, operand.shape));
  lowering.map(operand, {
    buffer: output,
    offset: before.reduce((offset, zeros, axis) => offset + zeros * strides[axis], 0),
    strides: strides.map((stride, axis) => stride * (interior[axis] + 1)),
  });
}

/** A view over (batch, row, column) of an operand that is loaded, perhaps transposed; of a copy where none fits. */
function matrix(lowering: Lowering, node: Tensor): View {
  const lead = node.shape.slice(0, -2);
  const terms = new Terms(lowering, node.shape);
  terms.at(node, identityPlace(node.shape));
  const [term] = terms.list;
  if (terms.list.length !== 1 || term.op !== "load") throw new Error("a matrix has to lie in memory");
  const { buffer, offset, strides } = term.view;
  const [row, column] = strides.slice(-2);
  const batch = jointStride(lead, strides);
  if (batch !== undefined && buffer.storage === "float") return { buffer, offset, strides: [batch, row, column] };
  const [m, n] = node.shape.slice(-2);
  return { buffer: lowering.copyOf(node), offset: 0, strides: [m * n, n, 1] };
}

/** The one stride that walks the leading axes in row-major order, or undefined if it takes several. */
function jointStride(extents: Shape, strides: readonly number[]): number | undefined {
  const axes = extents.flatMap((extent, axis) => (extent === 1 ? [] : [axis]));
  const joint = axes.slice(1).every((axis, i) => strides[axes[i]] === strides[axis] * extents[axis]);
  if (!joint) return undefined;
  const last = axes.at(-1);
  return last === undefined ? 0 : strides[last];
}
