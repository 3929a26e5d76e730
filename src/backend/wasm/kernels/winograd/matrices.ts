import { wholePower } from "../../../../exact-math/whole-power.ts";
import { once } from "../../../../once.ts";
import type { Tile } from "../../../../plan/kernel.ts";
import { TAPS } from "../../../../plan/lower/images/winograd.ts";

export type Matrix = readonly (readonly number[])[];

/** y = Aᵀ[(G w) ⊙ (Bᵀ d)]: m outputs of a three-tap filter from m + 2 inputs with as many products. */
export interface Matrices {
  /** Bᵀ, of inputs. */
  input: Matrix;
  /** G, of kernels. */
  kernel: Matrix;
  /** Aᵀ, of products. */
  output: Matrix;
}

/**
 * Where the polynomials of each form are interpolated, beside ∞. In float32 the largest error of F(4, 3) is about a third
 * of that at the usual 0, ±1, ±2; of F(5, 3), at 0, ±1, ±1/2 and 2, about half. Of F(6, 3) no points were found that keep
 * it below 5e-6 of the largest value (docs/engine.md). Points stand in pairs: sums of ±x are computed once for both.
 */
const POINTS: Record<Tile, readonly number[]> = {
  4: [0, 3 / 4, -3 / 4, 3 / 2, -3 / 2],
  5: [5 / 16, -5 / 16, 13 / 16, -13 / 16, 7 / 4, -7 / 4],
};

const known = new Map<Tile, Matrices>();

/** The matrices of a form (Toom–Cook; Lavin and Gray 2016, arXiv:1509.09308). */
export function matricesOf(tile: Tile): Matrices {
  return once(known, tile, () => interpolatedAt(POINTS[tile], tile));
}

function interpolatedAt(points: readonly number[], tile: Tile): Matrices {
  const others = points.map((_, i) => points.filter((__, k) => k !== i));
  const powers = (x: number, count: number) => Array.from({ length: count }, (_, k) => wholePower(x, k));
  /** 0 … 0 1: at ∞ the highest power alone counts. */
  const highest = (count: number) => Array.from({ length: count }, (_, k) => (k === count - 1 ? 1 : 0));
  return {
    // Πₖ (x − pₖ) over the other points, lowest power first; over all points for ∞
    input: [...others.map((roots) => [...polynomial(roots), 0]), polynomial(points)],
    // pᵢʲ / Πₖ (pᵢ − pₖ)
    kernel: [
      ...points.map((x, i) => {
        const distance = others[i].reduce((product, other) => product * (x - other), 1);
        return powers(x, TAPS).map((power) => power / distance);
      }),
      highest(TAPS),
    ],
    // pᵢᵏ
    output: transpose([...points.map((x) => powers(x, tile)), highest(tile)]),
  };
}

/** The coefficients of Π (x − root), lowest power first. */
function polynomial(roots: readonly number[]): number[] {
  let coefficients = [1];
  for (const root of roots)
    coefficients = [...coefficients, 0].map((_, k) => (coefficients[k - 1] ?? 0) - root * (coefficients[k] ?? 0));
  return coefficients;
}

export function transpose(matrix: Matrix): Matrix {
  return matrix[0].map((_, column) => matrix.map((row) => row[column]));
}
