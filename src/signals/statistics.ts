import { sizeOf } from "../graph/shape.ts";
import type { Tensor } from "../graph/tensor.ts";

/** The axes to reduce: all but the last, whose elements are the units (or channels). */
export function allButUnits({ rank }: Tensor): number[] {
  return Array.from({ length: Math.max(1, rank - 1) }, (_, axis) => axis).slice(0, rank);
}

/** How many values each unit has. */
export function valuesPerUnit(x: Tensor): number {
  return sizeOf(allButUnits(x).map((axis) => x.shape[axis]));
}

/** The divisor of values before they are squared, so that 1e30 and 1e-30 both have a square: the largest, or 1. */
export function scaleOf(x: Tensor): Tensor {
  const largest = x.abs().max();
  return largest.equal(0).where(1, largest); // []
}

/** One of the values, to subtract from all: the differences are about as large as their standard deviation. */
export function anyOf(x: Tensor): Tensor {
  const ones = x.shape.map(() => 1);
  return x.slice(zeros(x), ones).reshape([]);
}

function zeros({ shape }: Tensor): number[] {
  return shape.map(() => 0);
}

/** Numbers as a device returns them. */
type Numbers = ArrayLike<number>;

/** ‖x‖ from Σ (x / scale)² of each unit. */
export function normOf(squares: Numbers, scale: number): number {
  return Math.sqrt(sum(squares)) * scale;
}

/** Mean and standard deviation of `count` values from Σ d and Σ d² of each unit, d = x / scale − any / scale. */
export function momentsOf(
  sums: Numbers,
  squares: Numbers,
  { any, scale, count }: { any: number; scale: number; count: number },
): { mean: number; std: number } {
  const mean = sum(sums) / count;
  const variance = Math.max(0, sum(squares) / count - mean ** 2);
  return { mean: any + mean * scale, std: Math.sqrt(variance) * scale };
}

export function sum(values: Numbers): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}
