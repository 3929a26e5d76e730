import { sizeOf } from "../graph/shape.ts";
import type { Tensor } from "../graph/tensor.ts";

/** Numbers as a device gives them back. */
type Numbers = ArrayLike<number>;

/** The axes that are reduced: all but the last, whose elements are the units (or channels). */
export function allButUnits({ rank }: Tensor): number[] {
  return Array.from({ length: Math.max(1, rank - 1) }, (_, axis) => axis).slice(0, rank);
}

/** The largest size of each unit's values: what their squares are scaled by, so that 1e30 and 1e-30 both have one. */
export function largest(x: Tensor): Tensor {
  return x.abs().max(allButUnits(x)); // [units]
}

export function unitMeans(x: Tensor): Tensor {
  return x.mean(allButUnits(x)); // [units]
}

/** Σ ((x − centre) / scale)² of each unit; a scale that is (nearly) 0 is replaced, for its reciprocal must be finite. */
export function scaledSquares(x: Tensor, scale: Tensor, centre?: Tensor): Tensor {
  const centred = centre === undefined ? x : x.sub(centre);
  return centred.div(scale.maximum(TINY)).square().sum(allButUnits(x)); // [units]
}

const TINY = 1e-37;

/** How many values each unit has. */
export function valuesPerUnit(x: Tensor): number {
  return sizeOf(allButUnits(x).map((axis) => x.shape[axis]));
}

/** The norm of a tensor from its units' scaled squares: √Σ scale²·squares. */
export function normOf(scale: Numbers, squares: Numbers): number {
  let total = 0;
  for (let i = 0; i < scale.length; i++) total += Math.max(scale[i], TINY) ** 2 * squares[i];
  return Math.sqrt(total);
}

/** Mean and standard deviation of a tensor from its units': variance = mean within units + variance between them. */
export function spreadOf(
  means: Numbers,
  scale: Numbers,
  squares: Numbers,
  perUnit: number,
): { mean: number; deviation: number } {
  const mean = meanOf(means);
  let variance = 0;
  for (let i = 0; i < means.length; i++)
    variance += (Math.max(scale[i], TINY) ** 2 * squares[i]) / perUnit + (means[i] - mean) ** 2;
  return { mean, deviation: Math.sqrt(variance / means.length) };
}

export function meanOf(values: Numbers): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total / values.length;
}
