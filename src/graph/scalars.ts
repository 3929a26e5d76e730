// biome-ignore-all lint/plugin: the reference may be of the engine: what is held against it is so within a tolerance, and backends have functions of their own.
import { arithmetic, type ScalarRule } from "./arithmetic.ts";
import { erf } from "./erf.ts";
import type { Elementwise } from "./primitives.ts";

/** What each elementwise primitive does to plain numbers, in float64. */
export const scalars: { readonly [P in Elementwise]: ScalarRule } = {
  ...arithmetic,
  exp: (a) => Math.exp(a),
  expm1: (a) => Math.expm1(a),
  log: (a) => Math.log(a),
  tanh: (a) => Math.tanh(a),
  sigmoid: (a) => 1 / (1 + Math.exp(-a)),
  softplus: (a) => Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a))),
  erf,
};
