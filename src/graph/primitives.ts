import type { Shape } from "./shape.ts";

/** How the numbers of a leaf lie in memory. The engine computes with real numbers, however they are stored. */
export type Storage = "float" | "uint8" | "int32" | "uint32";

/** Bytes of one number in memory. */
export const BYTES: Readonly<Record<Storage, number>> = { float: 4, int32: 4, uint32: 4, uint8: 1 };

/**
 * The vocabulary of the graph: each primitive with its attributes. Everything else (softmax, normalizations, losses,
 * update rules) is composed of these. Images are [batch, height, width, channels]; kernels [height, width, in / groups,
 * out]. Elementwise primitives take operands of one shape: `broadcast` makes them so.
 *
 * A new primitive is a row here and in the tables that are closed over it: `shapes` (graph/infer.ts), `rules`
 * (autodiff/rules.ts) and `evaluators` (backend/reference/evaluators.ts); `kernelRules` (plan/lower/kernel-rules.ts, of images plan/lower/images/images.ts);
 * `operators` (export/onnx/operators.ts).
 */
export interface Attributes {
  // ---- leaves
  /** One number everywhere. */
  constant: { value: number };
  /** Fed at every run. */
  input: { name: string; storage: Storage; shape: Shape };
  /** Lives on the device from run to run: parameters, statistics, optimizer state, whole datasets. */
  variable: { name: string; storage: Storage; shape: Shape };
  /** Each element's own index along `axis`. */
  iota: { shape: Shape; axis: number };
  /** Uniform in [0, 1). The operand is the key: [seed low, seed high, step] stored as uint32. `stream` tells uses apart. */
  random: { shape: Shape; stream: number };

  // ---- elementwise, one operand
  neg: None;
  abs: None;
  /** −1, 0 or 1. */
  sign: None;
  exp: None;
  /** e^x − 1, to the last digits near 0 too. */
  expm1: None;
  log: None;
  sqrt: None;
  tanh: None;
  /** 1 / (1 + e^−x) */
  sigmoid: None;
  /** log(1 + e^x), which neither overflows nor loses the digits of e^x. */
  softplus: None;
  erf: None;
  floor: None;
  /** The value as it is, with no gradient. */
  stopGradient: None;

  // ---- elementwise, two operands
  add: None;
  sub: None;
  mul: None;
  div: None;
  maximum: None;
  minimum: None;
  /** a < b as 1 or 0. */
  less: None;
  /** a = b as 1 or 0. */
  equal: None;

  // ---- elementwise, three operands
  /** The second operand where the first is not zero, else the third. */
  where: None;

  // ---- reductions; the reduced axes stay, with extent 1
  sum: { axes: readonly number[] };
  max: { axes: readonly number[] };
  /** The row-major index, within the reduced axes, of the first maximum. */
  argMax: { axes: readonly number[] };

  // ---- movement
  broadcast: { shape: Shape };
  reshape: { shape: Shape };
  transpose: { order: readonly number[] };
  /** `size` elements from `start` along each axis, `step` apart (negative steps walk backwards). */
  slice: { start: readonly number[]; size: readonly number[]; step: readonly number[] };
  /** Zeros, or another number, around, and between neighbors (`interior`), along each axis. */
  pad: { before: readonly number[]; after: readonly number[]; interior: readonly number[]; value: number };
  /** [n, h, w, c] → [n, rows, size₀, columns, size₁, c]: every window of an image, side by side. */
  window: { size: Pair; stride: Pair };
  /** The transpose of `window`: overlapping windows add up, pixels in no window are 0. */
  unwindow: { stride: Pair; height: number; width: number };
  /** Rows of a table: table [n, …], indices […i] → […i, …]. An index that is no row gives not-a-numbers. */
  gather: None;
  /** The transpose of `gather`: rows […i, …] are added up in a table of `rows` rows, by indices […i], without those that are no rows. */
  scatterAdd: { rows: number };

  // ---- contractions
  /** […, m, k] × […, k, n] → […, m, n], the leading dimensions equal. */
  matmul: None;
  /** Image and kernel; no padding of its own (`pad` before). */
  conv2d: Convolution;
  /** Output gradient and kernel → the gradient of an image of this size. */
  conv2dInputGradient: Convolution & { height: number; width: number };
  /** Image and output gradient → the gradient of a kernel of this size. */
  conv2dKernelGradient: Convolution & { height: number; width: number };
}

export type None = Record<string, never>;
export type Pair = readonly [number, number];

export interface Convolution {
  stride: Pair;
  dilation: Pair;
  groups: number;
}

export type Primitive = keyof Attributes;

export const UNARY = [
  "neg",
  "abs",
  "sign",
  "exp",
  "expm1",
  "log",
  "sqrt",
  "tanh",
  "sigmoid",
  "softplus",
  "erf",
  "floor",
  "stopGradient",
] as const;
export const BINARY = ["add", "sub", "mul", "div", "maximum", "minimum", "less", "equal"] as const;
const REDUCTIONS = ["sum", "max", "argMax"] as const;

type Unary = (typeof UNARY)[number];
type Binary = (typeof BINARY)[number];
export type Reduction = (typeof REDUCTIONS)[number];
export type Elementwise = Unary | Binary | "where";

const ELEMENTWISE: ReadonlySet<Primitive> = new Set<Primitive>([...UNARY, ...BINARY, "where"]);

/** Whether each output element depends on the operands' elements at the same place alone. */
export function isElementwise(primitive: Primitive): primitive is Elementwise {
  return ELEMENTWISE.has(primitive);
}
