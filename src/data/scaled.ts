import type { LinearScale } from "./linear-scale.ts";
import type { NumberArray } from "./samples.ts";

/** Numbers that are scaled in one go at least: short lists are repeated. */
const SPAN = 256;

/** Puts scaled numbers of whole samples, from one place up to another, into others from a place on. */
export type Scaler = (numbers: NumberArray, into: NumberArray, places: Places) => void;
type Places = { from: number; to: number; at: number };

/** (x − subtract) · multiply of the numbers of whole samples, computed in float64 and rounded to float32 once. */
export function scaled(numbers: ArrayLike<number>, scale: LinearScale, from = 0, to = numbers.length): Float32Array {
  const result = new Float32Array(to - from);
  scaler(scale)(numbers, result, { from, to, at: 0 });
  return result;
}

/** The same for other numbers again and again. The lists of a scale repeat along them. */
export function scaler({ subtract, multiply }: LinearScale) {
  const longest = Math.max(listOf(subtract).length, listOf(multiply).length);
  const width = longest * Math.ceil(SPAN / longest);
  const [taken, factor] = [subtract, multiply].map((list) => repeated(listOf(list), width));
  return (numbers: ArrayLike<number>, into: NumberArray, { from, to, at }: Places) => {
    for (let row = from; row < to; row += width) {
      const [end, place] = [Math.min(width, to - row), at + row - from];
      let j = 0;
      for (; j + 3 < end; j += 4) {
        const [i, k] = [row + j, place + j]; // four in a turn take two thirds of the time of one by one
        into[k] = (numbers[i] - taken[j]) * factor[j];
        into[k + 1] = (numbers[i + 1] - taken[j + 1]) * factor[j + 1];
        into[k + 2] = (numbers[i + 2] - taken[j + 2]) * factor[j + 2];
        into[k + 3] = (numbers[i + 3] - taken[j + 3]) * factor[j + 3];
      }
      for (; j < end; j++) into[place + j] = (numbers[row + j] - taken[j]) * factor[j];
    }
  };
}

/** x / multiply + subtract in float64: what `scaled` was made of. */
export function unscaled(numbers: ArrayLike<number>, { subtract, multiply }: LinearScale): Float64Array {
  const [taken, factor] = [listOf(subtract), listOf(multiply)];
  const result = new Float64Array(numbers.length);
  for (let i = 0, j = 0, k = 0; i < numbers.length; i++) {
    result[i] = numbers[i] / factor[k] + taken[j];
    if (++j === taken.length) j = 0;
    if (++k === factor.length) k = 0;
  }
  return result;
}

/** The smallest and the largest scaled number, and their places; without the features that are left as they are. */
export function scaledRange(numbers: ArrayLike<number>, { subtract, multiply }: LinearScale) {
  const [taken, factor] = [listOf(subtract), listOf(multiply)];
  let [low, high, lowAt, highAt] = [Infinity, -Infinity, 0, 0];
  for (let i = 0, j = 0, k = 0; i < numbers.length; i++) {
    const x = taken[j] === 0 && factor[k] === 1 ? Number.NaN : (numbers[i] - taken[j]) * factor[k];
    if (x < low) [low, lowAt] = [x, i];
    if (x > high) [high, highAt] = [x, i];
    if (++j === taken.length) j = 0;
    if (++k === factor.length) k = 0;
  }
  return low > high ? { low: 0, high: 0, lowAt: 0, highAt: 0 } : { low, high, lowAt, highAt };
}

/** Whether a scale is one for all numbers. */
export function isOneForAll(scale: LinearScale): scale is { subtract: number; multiply: number } {
  return typeof scale.subtract === "number" && typeof scale.multiply === "number";
}

/** A list over and over, up to a length. */
function repeated(list: readonly number[], width: number): Float64Array {
  return Float64Array.from({ length: width }, (_, i) => list[i % list.length]);
}

function listOf(numbers: number | readonly number[]): readonly number[] {
  return typeof numbers === "number" ? [numbers] : numbers;
}
