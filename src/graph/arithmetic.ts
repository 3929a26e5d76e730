import type { Elementwise } from "./primitives.ts";

/** What an elementwise primitive does to plain numbers. */
export type ScalarRule = (a: number, b: number, c: number) => number;

/** What elementwise primitives do to plain numbers, in float64; of those that IEEE 754 and ECMAScript define to the bit. */
export const arithmetic = {
  neg: (a) => -a,
  abs: (a) => Math.abs(a),
  sign: (a) => Math.sign(a),
  sqrt: (a) => Math.sqrt(a),
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
} satisfies { readonly [P in Elementwise]?: ScalarRule };
