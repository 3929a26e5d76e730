import { readFileSync } from "node:fs";
import type { Shape } from "../src/graph/shape.ts";

export interface Numbers {
  shape: Shape;
  data: readonly number[];
}

/** The cases of one file of reference numbers. */
export function oracleCases<C>(file: string): C[] {
  return JSON.parse(readFileSync(new URL(`./fixtures/oracle/${file}.json`, import.meta.url), "utf8")).cases;
}

/** The axes in another order. */
export function transposed({ shape, data }: Numbers, order: readonly number[]): Numbers {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((size, extent) => size * extent, 1));
  const places = order.reduce<number[]>(
    (from, axis) => from.flatMap((place) => Array.from({ length: shape[axis] }, (_, i) => place + i * strides[axis])),
    [0],
  );
  return { shape: order.map((axis) => shape[axis]), data: places.map((place) => data[place]) };
}

/** [batch, channels, height, width] → [batch, height, width, channels]; other ranks as they are. */
export function channelsLast(numbers: Numbers): Numbers {
  return numbers.shape.length === 4 ? transposed(numbers, [0, 2, 3, 1]) : numbers;
}

/** A kernel [out, in, height, width] → [height, width, in, out], or [out, in] → [in, out]; vectors as they are. */
export function kernelLayout(numbers: Numbers): Numbers {
  if (numbers.shape.length === 4) return transposed(numbers, [2, 3, 1, 0]);
  return numbers.shape.length === 2 ? transposed(numbers, [1, 0]) : numbers;
}
