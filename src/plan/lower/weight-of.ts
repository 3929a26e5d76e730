import type { Elementwise } from "../../graph/primitives.ts";

const WEIGHTS: Partial<Record<Elementwise, number>> = {
  stopGradient: 0,
  sign: 3,
  maximum: 2,
  minimum: 2,
  div: 4,
  sqrt: 4,
  exp: 14,
  expm1: 18,
  log: 16,
  tanh: 24,
  sigmoid: 20,
  softplus: 36,
  erf: 30,
};

/** About how many cheap SIMD instructions an element of an elementwise primitive costs. */
export function weightOf(primitive: Elementwise): number {
  return WEIGHTS[primitive] ?? 1;
}
