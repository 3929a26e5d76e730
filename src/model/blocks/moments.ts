import { constant, type Tensor } from "../../graph/tensor.ts";

/** The mean and the (biased) variance over some axes, which keep extent 1, and x without its mean. */
export interface Moments {
  mean: Tensor;
  variance: Tensor;
  centered: Tensor;
}

/**
 * Moments around c: d = mean(x − c), mean = c + d, variance = mean((x − c)²) − d². They hold for every c, so c needs no
 * gradient of any order. c is the mean from a single sum: d adds what its rounding lost, and nothing cancels, since d is
 * tiny. This takes three passes over x, as many as the mean and the variance take.
 */
export function moments(x: Tensor, axes: number | readonly number[]): Moments {
  const center = x.mean(axes, true).stopGradient(); // c
  const shifted = x.sub(center); // x − c
  const rest = shifted.mean(axes, true); // d
  const variance = shifted.square().mean(axes, true).sub(rest.square()).maximum(0);
  return { mean: center.add(rest), variance, centered: shifted.sub(rest) };
}

/** 1 / √(variance + ε): one division for each group; the root is far from where reciprocals of float32 are infinite. */
export function inverseStd(variance: Tensor, eps: number): Tensor {
  return constant(1).div(variance.add(eps).sqrt());
}
