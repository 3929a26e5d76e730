import { constant, type Tensor } from "../../graph/tensor.ts";

/** The mean and the (biased) variance over some axes, which stay with extent 1, and x without its mean. */
export interface Moments {
  mean: Tensor;
  variance: Tensor;
  centered: Tensor;
}

/**
 * Moments around c: d = mean(x − c), mean = c + d, variance = mean((x − c)²) − d². They hold for every c, so that c needs
 * no gradient, of whatever order. c is the mean as one sum gives it: what its rounding lost d adds, and nothing cancels,
 * since d is tiny. In three passes over x, as many as the mean and the variance take.
 */
export function moments(x: Tensor, axes: number | readonly number[]): Moments {
  const center = x.mean(axes, true).stopGradient(); // c
  const shifted = x.sub(center); // x − c
  const rest = shifted.mean(axes, true); // d
  const variance = shifted.square().mean(axes, true).sub(rest.square()).maximum(0);
  return { mean: center.add(rest), variance, centered: shifted.sub(rest) };
}

/** 1 / √(variance + ε): one division for each group, since it is far from where reciprocals of float32 are infinite. */
export function inverseDeviation(variance: Tensor, eps: number): Tensor {
  return constant(1).div(variance.add(eps).sqrt());
}
