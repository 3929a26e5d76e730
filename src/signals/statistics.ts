import { sizeOf } from "../graph/shape.ts";
import { constant, type Tensor } from "../graph/tensor.ts";

/** The axes that are reduced: all but the last, whose elements are the units (or channels). */
export function allButUnits({ rank }: Tensor): number[] {
  return Array.from({ length: Math.max(1, rank - 1) }, (_, axis) => axis).slice(0, rank);
}

/** How many values each unit has. */
export function valuesPerUnit(x: Tensor): number {
  return sizeOf(allButUnits(x).map((axis) => x.shape[axis]));
}

/**
 * What values are multiplied by before they are squared, so that 1e30 and 1e-30 both have a square: 1 / the largest of
 * an eighth of them, or 1 where these are all 0.
 */
export function inverseScale(x: Tensor): Tensor {
  const eighth = x.shape.map((extent, axis) => (axis === 0 ? Math.ceil(extent / 8) : extent));
  const largest = x.slice(zeros(x), eighth).abs().max();
  return largest.less(1e-37).where(1, constant(1).div(largest)); // []
}

/** One of the values, which is subtracted from all: what is left is about as large as their deviation. */
export function anyOf(x: Tensor): Tensor {
  const ones = x.shape.map(() => 1);
  return x.slice(zeros(x), ones).reshape([]);
}

function zeros({ shape }: Tensor): number[] {
  return shape.map(() => 0);
}

/** Numbers as a device gives them back. */
type Numbers = ArrayLike<number>;

/** ‖x‖ from Σ (x · inverse)² of each unit. */
export function normOf(squares: Numbers, inverse: number): number {
  return Math.sqrt(sum(squares)) / inverse;
}

/** Mean and standard deviation of `count` values from Σ d and Σ d² of each unit, d = (x − any) · inverse. */
export function spreadOf(
  sums: Numbers,
  squares: Numbers,
  { any, inverse, count }: { any: number; inverse: number; count: number },
): { mean: number; deviation: number } {
  const mean = sum(sums) / count;
  const variance = Math.max(0, sum(squares) / count - mean ** 2);
  return { mean: any + mean / inverse, deviation: Math.sqrt(variance) / inverse };
}

export function sum(values: Numbers): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}
