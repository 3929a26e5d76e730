import { usageError } from "../../errors.ts";
import type { Primitive } from "../../graph/primitives.ts";
import { joinedParts } from "./concatenation.ts";
import { biased, convolution, transposedConvolution } from "./convolution.ts";
import { BATCH, broadcastExtents, TRACED } from "./extent.ts";
import type { GraphWriter, Stored } from "./graph-writer.ts";
import { gather, iota } from "./indexing.ts";
import { pad, slice } from "./movement.ts";
import { pooled, window } from "./pooling.ts";
import { dependsOnBatch, type Traced } from "./traced.ts";

type Write<P extends Primitive> = (node: Traced<P>, to: GraphWriter) => Stored;

/** What there is no operator for, and why. */
const UNSAYABLE: Partial<Record<Primitive, string>> = {
  random: "random numbers, which would be others there",
  unwindow: "overlapping windows that are added up",
  scatterAdd: "rows that are added up by their numbers",
  conv2dKernelGradient: "the gradient of a kernel",
};

const refuse: Write<Primitive> = ({ primitive, scope }) => {
  throw usageError({
    where: `exportOnnx: ${scope || "model"}`,
    expected: "what ONNX can say",
    received: `${primitive}: ${UNSAYABLE[primitive]}`,
    fix: "Let the layer do without it when context.training is false.",
  });
};

const same: Write<Primitive> = ({ operands: [a] }, to) => to.stored(a);

/** An operator that takes values of one shape, and broadcasts them. */
const elementwise = (operator: string) => composed((to, ...names) => to.add(operator, names));

/** The same of several operators. */
function composed(write: (to: GraphWriter, ...names: string[]) => string): Write<Primitive> {
  return ({ operands }, to) => {
    const stored = operands.map((operand) => to.stored(operand));
    const name = write(to, ...stored.map((value) => value.name));
    return { name, shape: broadcastExtents(stored.map(({ shape }) => shape)) };
  };
}

const reduction =
  (operator: "ReduceSum" | "ReduceMax"): Write<"sum" | "max"> =>
  (node, to) => {
    const [{ axes }] = node.attributes;
    const windows = pooled(node, to);
    if (windows !== undefined) return windows;
    const { name, shape } = to.full(node.operands[0], axes);
    return {
      name: axes.length === 0 ? name : to.add(operator, [name, to.ints(axes)], { keepdims: 1 }),
      shape: shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent)),
    };
  };

const add = elementwise("Add");

/** How each primitive is said in ONNX. */
export const operators: { readonly [P in Primitive]: Write<P> } = {
  constant({ scope, attributes: [{ value }, { value: second }] }, to) {
    if (Object.is(value, second)) return { name: to.scalar(value), shape: [] };
    const perSample = value / TRACED[0]; // such as the divisor of a mean over all samples
    if (perSample !== second / TRACED[1]) throw dependsOnBatch(scope, `${value} for ${TRACED[0]} samples, ${second}`);
    return { name: to.add("Mul", [to.count(BATCH), to.scalar(perSample)]), shape: [1] };
  },
  input: refuse, // stored before
  variable: refuse, // stored before
  iota,
  random: refuse,

  neg: elementwise("Neg"),
  abs: elementwise("Abs"),
  sign: elementwise("Sign"),
  exp: elementwise("Exp"),
  // e^x − 1 = tanh(x/2) · (e^x + 1)
  expm1: composed((to, x) =>
    to.add("Mul", [
      to.add("Tanh", [to.add("Mul", [x, to.scalar(0.5)])]),
      to.add("Add", [to.add("Exp", [x]), to.scalar(1)]),
    ]),
  ),
  log: elementwise("Log"),
  sqrt: elementwise("Sqrt"),
  tanh: elementwise("Tanh"),
  sigmoid: elementwise("Sigmoid"),
  softplus: elementwise("Softplus"),
  erf: elementwise("Erf"),
  floor: elementwise("Floor"),
  stopGradient: same,

  add: (node, to) => joinedParts(node, to) ?? biased(node, to) ?? add(node, to),
  sub: elementwise("Sub"),
  mul: elementwise("Mul"),
  div: elementwise("Div"),
  maximum: composed((to, a, b) => (b === to.scalar(0) ? to.add("Relu", [a]) : to.add("Max", [a, b]))),
  minimum: elementwise("Min"),
  less: composed((to, a, b) => to.number(to.add("Less", [a, b]))),
  equal: composed((to, a, b) => to.number(to.add("Equal", [a, b]))),
  where: composed((to, test, yes, no) => to.add("Where", [to.truth(test), yes, no])),

  sum: reduction("ReduceSum"),
  max: reduction("ReduceMax"),
  argMax(node, to) {
    const [{ axes }] = node.attributes;
    const { name, shape } = to.full(node.operands[0], axes);
    const others = shape.flatMap((_, axis) => (axes.includes(axis) ? [] : [axis]));
    const last = to.add("Transpose", [name], { perm: [...others, ...axes] });
    const flat = to.add("Flatten", [last], { axis: others.length }); // [others, reduced]
    const found = to.cast(to.add("ArgMax", [flat], { axis: 1 }), "float");
    const kept = shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
    return { name: to.reshape({ name: found, shape: [] }, kept), shape: kept };
  },

  broadcast: same,
  reshape({ operands: [a], shape }, to) {
    const stored = to.stored(a);
    const isOne = stored.shape.length <= shape.length && stored.shape.every((extent) => extent === 1);
    return isOne ? stored : { name: to.reshape(to.full(a), shape), shape };
  },
  transpose({ operands: [a], attributes: [{ order }] }, to) {
    const { name, shape } = to.full(a, []);
    return { name: to.add("Transpose", [name], { perm: order }), shape: order.map((axis) => shape[axis]) };
  },
  slice,
  pad,
  window,
  unwindow: refuse,
  gather,
  scatterAdd: refuse,

  matmul({ operands: [a, b], shape }, to) {
    const ends = [shape.length - 2, shape.length - 1]; // MatMul broadcasts the axes before
    const [left, right] = [to.full(a, ends), to.full(b, ends)];
    const leading = broadcastExtents([left.shape.slice(0, -2), right.shape.slice(0, -2)]);
    return { name: to.add("MatMul", [left.name, right.name]), shape: [...leading, ...shape.slice(-2)] };
  },
  conv2d: convolution,
  conv2dInputGradient: transposedConvolution,
  conv2dKernelGradient: refuse,
};
