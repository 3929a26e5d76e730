import { erf } from "./erf.ts";
import type { Elementwise } from "./primitives.ts";

/** What each elementwise primitive does to plain numbers, in float64. */
export const scalars: { readonly [P in Elementwise]: (a: number, b: number, c: number) => number } = {
  neg: (a) => -a,
  abs: (a) => Math.abs(a),
  sign: (a) => Math.sign(a),
  exp: (a) => Math.exp(a),
  expm1: (a) => Math.expm1(a),
  log: (a) => Math.log(a),
  sqrt: (a) => Math.sqrt(a),
  tanh: (a) => Math.tanh(a),
  sigmoid: (a) => 1 / (1 + Math.exp(-a)),
  softplus: (a) => Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a))),
  erf,
  floor: (a) => Math.floor(a),
  stopGradient: (a) => a,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  maximum: (a, b) => Math.max(a, b),
  minimum: (a, b) => Math.min(a, b),
  less: (a, b) => (a < b ? 1 : 0),
  equal: (a, b) => (a === b ? 1 : 0),
  where: (a, b, c) => (a !== 0 ? b : c),
};
