import type { Elementwise } from "../../../graph/primitives.ts";
import type { V128 } from "../emit/code.ts";
import type { FunctionBuilder, Local } from "../emit/module.ts";
import { f32x4 } from "../emit/ops.ts";
import { erf, exp, expm1, log, sigmoid, sign, softplus, tanh } from "./math.ts";

/** The code of an elementwise primitive over four lanes. `numberLast`: whether its last operand is known not to be NaN. */
type Instruction = (f: FunctionBuilder, a: Local<"v128">, b: Local<"v128">, numberLast: boolean) => V128;

/** Comparisons and `where`, which work with masks, are in `Expression`. */
export const instructions: { readonly [P in Exclude<Elementwise, "less" | "equal" | "where">]: Instruction } = {
  neg: (_, a) => f32x4.neg(a),
  abs: (_, a) => f32x4.abs(a),
  sqrt: (_, a) => f32x4.sqrt(a),
  floor: (_, a) => f32x4.floor(a),
  sign: (f, a) => sign(f, a),
  exp: (f, a) => exp(f, a),
  expm1: (f, a) => expm1(f, a),
  log: (f, a) => log(f, a),
  tanh: (f, a) => tanh(f, a),
  sigmoid: (f, a) => sigmoid(f, a),
  softplus: (f, a) => softplus(f, a),
  erf: (f, a) => erf(f, a),
  stopGradient: (_, a) => a,

  add: (_, a, b) => f32x4.add(a, b),
  sub: (_, a, b) => f32x4.sub(a, b),
  mul: (_, a, b) => f32x4.mul(a, b),
  div: (_, a, b) => f32x4.div(a, b),
  // pmax(a, b) = a < b ? b : a is one instruction, and keeps a NaN of a; max keeps that of b too.
  maximum: (_, a, b, numberLast) => (numberLast ? f32x4.pmax(a, b) : f32x4.max(a, b)),
  minimum: (_, a, b, numberLast) => (numberLast ? f32x4.pmin(a, b) : f32x4.min(a, b)),
};
