import { EvenkeelError, usageError } from "../errors.ts";
import { expectIntegers } from "../options/expect-array.ts";
import { show } from "../options/show.ts";
import { refused } from "../options.ts";
import { shapes } from "./infer.ts";
import type { Attributes, Convolution, None, Pair, Primitive, Storage } from "./primitives.ts";
import type { Replay } from "./replay.ts";
import { currentScope } from "./scope.ts";
import { broadcastShape, keptShape, normalizeAxes, type Shape, sameShape, showShape, sizeOf } from "./shape.ts";

/** A tensor, or a number that broadcasts to one. */
export type Operand = Tensor | number;

type Axes = number | readonly number[];

const NONE: None = {};

// What recording a graph keeps in modules, all of it: how many nodes there are, what makes constants, which nodes are taken
// from an earlier trace, and the path of the layer that is being traced (scope.ts). Recording never waits, so nothing else
// runs in between; `withConstants` and `withScope` put back what they found.
let created = 0;
let onConstant: ((value: number) => Tensor) | undefined;
let replay: Replay<Tensor> | undefined;

/**
 * A node of the graph: what is to be computed, not yet a number. Methods record primitives; shapes are checked at once.
 * Tensors are immutable. A backend computes them (`compile`).
 */
export class Tensor<P extends Primitive = Primitive> {
  /** Ascending in the order of creation, so that operands always come before their results. */
  readonly id = created++;
  /** What it computes. */
  readonly primitive: P;
  /** What the primitive takes besides tensors. */
  readonly attributes: Attributes[P];
  /** The tensors that it is computed from. */
  readonly operands: readonly Tensor[];
  /** The sizes of each dimension. */
  readonly shape: Shape;
  /** The path of the layer that created the node. */
  readonly scope = currentScope();

  constructor(primitive: P, attributes: Attributes[P], operands: readonly Tensor[]) {
    this.primitive = primitive;
    this.attributes = attributes;
    this.operands = operands;
    this.shape = shapeOfNode(primitive, attributes, operands);
  }

  /** How many dimensions it has. */
  get rank(): number {
    return this.shape.length;
  }

  /** Whether the node is this primitive; narrows the type of its attributes. */
  is<Q extends Primitive>(primitive: Q): this is Tensor<Q> {
    return (this.primitive as Primitive) === primitive;
  }

  // ---- elementwise
  /** −x */
  neg(): Tensor {
    return unary("neg", this);
  }
  /** |x| */
  abs(): Tensor {
    return unary("abs", this);
  }
  /** −1, 0 or 1. */
  sign(): Tensor {
    return unary("sign", this);
  }
  /** e^x */
  exp(): Tensor {
    return unary("exp", this);
  }
  /** e^x − 1, to the last digits near 0 too. */
  expm1(): Tensor {
    return unary("expm1", this);
  }

  /** The natural logarithm. */
  log(): Tensor {
    return unary("log", this);
  }
  /** √x */
  sqrt(): Tensor {
    return unary("sqrt", this);
  }
  /** The hyperbolic tangent. */
  tanh(): Tensor {
    return unary("tanh", this);
  }
  /** 1 / (1 + e^−x) */
  sigmoid(): Tensor {
    return unary("sigmoid", this);
  }
  /** log(1 + e^x): a smooth max(x, 0). −softplus(−x) is the logarithm of sigmoid(x). */
  softplus(): Tensor {
    return unary("softplus", this);
  }

  /** 2/√π ∫₀ˣ e^(−t²) dt */
  erf(): Tensor {
    return unary("erf", this);
  }
  /** The largest whole number that is not above x. */
  floor(): Tensor {
    return unary("floor", this);
  }
  /** The value as it is; no gradient flows through it. */
  stopGradient(): Tensor {
    return unary("stopGradient", this);
  }
  /** x² */
  square(): Tensor {
    return this.mul(this);
  }
  /** a + b; shapes broadcast, aligned at the last dimension. */
  add(other: Operand): Tensor {
    return binary("add", this, other);
  }
  /** a − b; shapes broadcast. */
  sub(other: Operand): Tensor {
    return binary("sub", this, other);
  }
  /** a · b, element by element; shapes broadcast. */
  mul(other: Operand): Tensor {
    return binary("mul", this, other);
  }
  /** a / b, element by element; shapes broadcast. */
  div(other: Operand): Tensor {
    return binary("div", this, other);
  }
  /** The larger of both, element by element; shapes broadcast. */
  maximum(other: Operand): Tensor {
    return binary("maximum", this, other);
  }
  /** The smaller of both, element by element; shapes broadcast. */
  minimum(other: Operand): Tensor {
    return binary("minimum", this, other);
  }
  /** 1 where this < other, else 0. */
  less(other: Operand): Tensor {
    return binary("less", this, other);
  }
  /** 1 where both are equal, else 0. */
  equal(other: Operand): Tensor {
    return binary("equal", this, other);
  }
  /** `yes` where this is not zero, else `no`. */
  where(yes: Operand, no: Operand): Tensor {
    const make = () => {
      const shape = [yes, no].reduce<Shape>((all, x) => joint("where", all, shapeOf(x)), this.shape);
      return new Tensor("where", NONE, [broadcast(this, shape), broadcast(yes, shape), broadcast(no, shape)]);
    };
    return node("where", NONE, make, this, yes, no);
  }

  // ---- reductions; `keep` leaves the reduced axes with extent 1
  /** Σ over the axes, or all of them; `keep` leaves them with extent 1. */
  sum(axes?: Axes, keep = false): Tensor {
    return reduce("sum", this, axes, keep);
  }
  /** The mean over the axes, or all of them; `keep` leaves them with extent 1. */
  mean(axes?: Axes, keep = false): Tensor {
    const count = sizeOf(this.shape) / sizeOf(keptShape(this.shape, axesOf("mean", axes, this.rank)));
    return this.sum(axes, keep).div(count);
  }
  /** The largest over the axes, or all of them; `keep` leaves them with extent 1. */
  max(axes?: Axes, keep = false): Tensor {
    return reduce("max", this, axes, keep);
  }
  /** The row-major index, within the reduced axes, of the first maximum. */
  argMax(axes?: Axes, keep = false): Tensor {
    return reduce("argMax", this, axes, keep);
  }

  // ---- movement
  /** One extent may be −1: it is what is left. */
  reshape(shape: Shape): Tensor {
    expectIntegers("reshape", shape);
    const known = shape.reduce((size, extent) => (extent === -1 ? size : size * extent), 1);
    const full = shape.map((extent) => (extent === -1 ? sizeOf(this.shape) / known : extent));
    return sameShape(full, this.shape) ? this : recorded("reshape", { shape: full }, [this]);
  }
  /** The axes in another order; reversed by default. */
  transpose(order: readonly number[] = this.shape.map((_, axis) => this.rank - 1 - axis)): Tensor {
    expectIntegers("transpose", order);
    return recorded("transpose", { order: normalizeOrder(order, this.rank) }, [this]);
  }
  /** Repeated to this shape, aligned at the last dimension. */
  broadcastTo(shape: Shape): Tensor {
    expectIntegers("broadcastTo", shape);
    return sameShape(shape, this.shape) ? this : recorded("broadcast", { shape }, [this]);
  }
  /** From `start`, `size` elements along each axis, every `step`-th (backwards where it is negative). */
  slice(start: readonly number[], size: readonly number[], step: readonly number[] = this.shape.map(() => 1)): Tensor {
    return recorded("slice", { start, size, step }, [this]);
  }
  /** Zeros before and after along each axis, and `interior` zeros between neighbors; or another `value`. */
  pad(
    before: readonly number[],
    after: readonly number[],
    interior: readonly number[] = this.shape.map(() => 0),
    value = 0,
  ): Tensor {
    for (const zeros of [before, after, interior]) expectIntegers("pad", zeros);
    return [...before, ...after, ...interior].every((zeros) => zeros === 0)
      ? this
      : recorded("pad", { before, after, interior, value }, [this]);
  }
  /** The elements in reverse order along the axes. */
  flip(axes: Axes): Tensor {
    const flipped = axesOf("flip", axes, this.rank);
    const at = this.shape.map((_, axis) => flipped.includes(axis));
    return this.slice(
      this.shape.map((extent, axis) => (at[axis] ? Math.max(0, extent - 1) : 0)),
      this.shape,
      at.map((flip) => (flip ? -1 : 1)),
    );
  }
  /** [n, h, w, c] → [n, rows, size₀, columns, size₁, c] */
  window(size: Pair, stride: Pair): Tensor {
    return new Tensor("window", { size, stride }, [this]);
  }
  /**
   * [n, rows, size₀, columns, size₁, c] → [n, height, width, c]: windows laid back and added up where they overlap.
   */
  unwindow(stride: Pair, height: number, width: number): Tensor {
    return new Tensor("unwindow", { stride, height, width }, [this]);
  }
  /** The rows of this table at `indices`; not-a-numbers where an index is not the whole number of a row. */
  gather(indices: Tensor): Tensor {
    return new Tensor("gather", NONE, [this, indices]);
  }
  /**
   * These rows, added up by `indices` in a table of `rows` rows. What has no row there is left out: it is the transpose
   * of `gather`, whose not-a-numbers depend on no row.
   */
  scatterAdd(indices: Tensor, rows: number): Tensor {
    return new Tensor("scatterAdd", { rows }, [this, indices]);
  }

  // ---- contractions
  /** […, m, k] × […, k, n] → […, m, n] */
  matmul(other: Tensor): Tensor {
    return recorded("matmul", NONE, [this, other]);
  }
  /** [n, h, w, in] by a kernel [kh, kw, in / groups, out], without padding → [n, rows, columns, out] */
  conv2d(kernel: Tensor, { stride = [1, 1], dilation = [1, 1], groups = 1 }: Partial<Convolution> = {}): Tensor {
    return new Tensor("conv2d", { stride, dilation, groups }, [this, kernel]);
  }

  // ---- composed
  /** log(e^x / Σ e^x) along the axis (the last by default), shifted by the maximum so that nothing overflows. */
  logSoftmax(axis = -1): Tensor {
    const shifted = this.sub(this.max(axis, true).stopGradient());
    return shifted.sub(shifted.exp().sum(axis, true).log());
  }
  /** e^x / Σ e^x along the axis; not-a-number where all are −∞, for no class is left. */
  softmax(axis = -1): Tensor {
    const exponential = this.sub(this.max(axis, true).stopGradient()).exp();
    return exponential.div(exponential.sum(axis, true));
  }
  /** max(x, 0) */
  relu(): Tensor {
    return this.maximum(0);
  }
}

/** What the primitive gives, if it is given what it takes. */
function shapeOfNode<P extends Primitive>(primitive: P, attributes: Attributes[P], operands: readonly Tensor[]): Shape {
  if (typeof primitive !== "string" || !Object.hasOwn(shapes, primitive))
    throw refused("Tensor", "the name of a primitive", primitive);
  if (!Array.isArray(operands)) throw refused(primitive, "a list of tensors", operands);
  for (const operand of operands) expectTensor(primitive, operand);
  let shape: Shape;
  try {
    shape = shapes[primitive](
      attributes,
      operands.map((operand) => operand.shape),
    );
  } catch (error) {
    if (error instanceof EvenkeelError) throw error;
    const received = `${operands.length} and ${show(attributes)}`;
    throw usageError({ where: primitive, expected: "the operands and attributes that it takes", received });
  }
  expectIntegers(primitive, shape);
  return shape;
}

/** Demands a tensor, such as the argument of a function that `compile` traces. */
export function expectTensor(where: string, value: unknown): asserts value is Tensor {
  if (!(value instanceof Tensor)) throw refused(currentScope() || where, "a tensor", value);
}

/** One number, everywhere. */
export function constant(value: number): Tensor {
  return onConstant === undefined ? new Tensor("constant", { value }, []) : onConstant(value);
}

/**
 * Runs `body` with every constant made by `replace`: how `optimize/step/hoist-scalars.ts` finds the numbers of a rule. Where
 * it was run before, with `again`, the other nodes are those of that time.
 */
export function withConstants<T>(
  replace: ((value: number) => Tensor) | undefined,
  body: () => T,
  again?: Replay<Tensor>,
): T {
  const outer = { onConstant, replay };
  [onConstant, replay] = [replace, again];
  again?.begin();
  try {
    return body();
  } finally {
    ({ onConstant, replay } = outer);
  }
}

/** The node that `make` makes; where a trace is taken again, the one that it made here before. */
function node(
  primitive: Primitive,
  attributes: object,
  make: () => Tensor,
  a: Tensor,
  b?: Operand,
  c?: Operand,
): Tensor {
  if (replay === undefined) return make();
  const outer = replay;
  const known = outer.find(primitive, attributes, a, b, c);
  if (known !== undefined) {
    if (typeof b === "number") constant(b);
    if (typeof c === "number") constant(c);
    return known;
  }
  replay = undefined; // what `make` makes beside it comes with it
  try {
    const result = make();
    outer.keep({ primitive, attributes, operands: [a, b, c], result });
    return result;
  } finally {
    replay = outer;
  }
}

/** Numbers that are fed at every run. */
export function input(name: string, shape: Shape, storage: Storage = "float"): Tensor<"input"> {
  return new Tensor("input", { name, shape, storage }, []);
}

/** Numbers that live on the device from run to run. */
export function variable(name: string, shape: Shape, storage: Storage = "float"): Tensor<"variable"> {
  return new Tensor("variable", { name, shape, storage }, []);
}

/**
 * Each element's own index along the axis.
 * @throws a usage error for a shape that is none.
 * @example
 * const column = iota([2, 3], 1); // [[0, 1, 2], [0, 1, 2]]
 */
export function iota(shape: Shape, axis: number): Tensor {
  expectIntegers("iota", shape);
  return new Tensor("iota", { shape, axis }, []);
}

/** Fresh uniform numbers in [0, 1) for each key; `stream` tells one use from another. */
export function random(shape: Shape, key: Tensor, stream: number): Tensor {
  return recorded("random", { shape, stream }, [key]);
}

/**
 * The same value in every element.
 * @throws a usage error for a value that is not a number.
 * @example
 * const ones = filled([2, 3], 1);
 */
export function filled(shape: Shape, value: number): Tensor {
  if (typeof value !== "number") throw refused("filled", "a number", value);
  return constant(value).broadcastTo(shape);
}

/**
 * Zeros in the shape of a tensor: the usual first state of an optimizer.
 * @throws a usage error for what is not a tensor.
 * @example
 * const f = await compile((x) => x.add(zerosLike(x)));
 */
export function zerosLike(tensor: Tensor): Tensor {
  expectTensor("zerosLike", tensor);
  return filled(tensor.shape, 0);
}

/**
 * a + (b − a) · weight: the way from a to b. `lerp(mean, x, 1 - decay)` is a running mean.
 * @throws a usage error for what is not a tensor.
 * @example
 * const halfway = await compile((a, b) => lerp(a, b, 0.5));
 */
export function lerp(a: Tensor, b: Tensor, weight: Operand): Tensor {
  for (const tensor of [a, b]) expectTensor("lerp", tensor);
  return a.add(b.sub(a).mul(weight));
}

/**
 * The sum of several tensors of one shape.
 * @throws a usage error for an empty list.
 * @example
 * const f = await compile((a, b, c) => sumOf([a, b, c]));
 */
export function sumOf(tensors: readonly Tensor[]): Tensor {
  if (!Array.isArray(tensors) || tensors.length === 0) throw refused("sumOf", "a list of at least one tensor", tensors);
  for (const tensor of tensors) expectTensor("sumOf", tensor);
  return tensors.reduce((total, tensor) => total.add(tensor));
}

function recorded<P extends Primitive>(
  primitive: P,
  attributes: Attributes[P],
  operands: readonly [Tensor, Tensor?],
): Tensor {
  return node(
    primitive,
    attributes,
    () => new Tensor(primitive, attributes, operands as readonly Tensor[]),
    ...operands,
  );
}

function unary(primitive: Primitive, a: Tensor): Tensor {
  return recorded(primitive, NONE as never, [a]);
}

function binary(primitive: Primitive, a: Tensor, b: Operand): Tensor {
  const make = () => {
    const shape = joint(primitive, a.shape, shapeOf(b));
    return new Tensor(primitive, NONE as never, [broadcast(a, shape), broadcast(b, shape)]);
  };
  return node(primitive, NONE, make, a, b);
}

function reduce(primitive: "sum" | "max" | "argMax", a: Tensor, axes: Axes | undefined, keep: boolean): Tensor {
  const reduced = axesOf(primitive, axes, a.rank);
  const result = recorded(primitive, { axes: reduced }, [a]);
  return keep ? result : result.reshape(a.shape.filter((_, axis) => !reduced.includes(axis)));
}

function axesOf(where: string, axes: Axes | undefined, rank: number): number[] {
  if (axes !== undefined && typeof axes !== "number") expectIntegers(where, axes);
  return normalizeAxes(axes, rank);
}

function shapeOf(operand: Operand): Shape {
  if (typeof operand === "number") return [];
  expectTensor("operand", operand);
  return operand.shape;
}

function broadcast(operand: Operand, shape: Shape): Tensor {
  return (typeof operand === "number" ? constant(operand) : operand).broadcastTo(shape);
}

function joint(primitive: Primitive, a: Shape, b: Shape): Shape {
  const shape = broadcastShape(a, b);
  if (shape !== undefined) return shape;
  throw usageError({
    where: currentScope() || primitive,
    expected: "shapes that broadcast to one another",
    received: `${showShape(a)} and ${showShape(b)}`,
  });
}

function normalizeOrder(order: readonly number[], rank: number): number[] {
  return order.map((axis) => (axis < 0 ? axis + rank : axis));
}
