import { exp } from "../exact-math/exp.ts";
import { expm1 } from "../exact-math/expm1.ts";
import { log } from "../exact-math/log.ts";
import { log1p } from "../exact-math/log1p.ts";
import { tanh } from "../exact-math/tanh.ts";
import { arithmetic, type ScalarRule } from "./arithmetic.ts";
import { erf } from "./erf.ts";
import type { Elementwise } from "./primitives.ts";

/** What each elementwise primitive does to plain numbers, in float64. */
export const scalars: { readonly [P in Elementwise]: ScalarRule } = {
  ...arithmetic,
  exp,
  expm1,
  log,
  tanh,
  sigmoid: (a) => 1 / (1 + exp(-a)),
  softplus: (a) => Math.max(a, 0) + log1p(exp(-Math.abs(a))),
  erf,
};
