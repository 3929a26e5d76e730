import type { Tensor } from "../graph/tensor.ts";

/**
 * log(1 + eˣ), of which neither the value nor the gradient σ(x) overflows: m + log(e^(x−m) + e^(−m)) holds for any m,
 * here max(x, 0), which therefore needs no gradient.
 */
export function logOnePlusExp(x: Tensor): Tensor {
  const m = x.maximum(0).stopGradient();
  return m.add(x.sub(m).exp().add(m.neg().exp()).log());
}
