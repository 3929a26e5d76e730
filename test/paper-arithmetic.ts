import type { BackendName } from "../src/backend/backend.ts";
import type { Optimizer } from "../src/optimize/optimizer.ts";
import { RandomStream } from "../src/random.ts";
import { type Arrays, array, stepsOf } from "./steps-of.ts";

// For tests that compute a paper's algorithm once more, in plain float64 arithmetic on lists of numbers.

const numbers = new RandomStream(3, "papers test");
export const draw = (size: number): number[] => Array.from({ length: size }, () => Math.fround(numbers.normal()));
export const norm = (x: readonly number[]): number => Math.hypot(...x);
export const zip = (
  a: readonly number[],
  b: readonly number[],
  f: (x: number, y: number, i: number) => number,
): number[] => a.map((x, i) => f(x, b[i], i));

const SIZE = 12;
/** Initial values of the parameter "w". */
export const START = draw(SIZE);
/** Its gradients, step by step. */
export const GRADIENTS = Array.from({ length: 11 }, () => draw(SIZE));
/** The parameter "w" in some shape. */
export const as = (shape: readonly number[], data: readonly number[]): Arrays => ({ w: array(shape, data) });

/** The path of "w" from START under GRADIENTS, as a [4, 3] matrix or in another shape. */
export async function paperPath(
  optimizer: Optimizer,
  backend: BackendName,
  shape: readonly number[] = [4, 3],
): Promise<number[][]> {
  const gradients = GRADIENTS.map((gradient) => as(shape, gradient));
  return (await stepsOf(optimizer, as(shape, START), gradients, { backend })).map(({ w }) => Array.from(w));
}

/** The path of a vector "w" from any start under any gradients. */
export async function vectorPath(
  optimizer: Optimizer,
  start: readonly number[],
  gradients: readonly (readonly number[])[],
  backend: BackendName = "reference",
): Promise<number[][]> {
  const vector = (data: readonly number[]) => as([data.length], data);
  return (await stepsOf(optimizer, vector(start), gradients.map(vector), { backend })).map(({ w }) => Array.from(w));
}
