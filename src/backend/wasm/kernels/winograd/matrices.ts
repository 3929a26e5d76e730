/**
 * The matrices of Winograd's convolution F(4, 3): four neighboring outputs of a three-tap filter from six inputs with
 * six products instead of twelve, y = Aᵀ[(G w) ⊙ (Bᵀ d)] (Lavin and Gray 2016, arXiv:1509.09308).
 *
 * Interpolated at 0, ±a, ±b and ∞ (Toom–Cook). With a = 3/4 and b = 3/2 the largest error in float32 is about a third
 * of that with the usual 1 and 2.
 */

export type Matrix = readonly (readonly number[])[];

const a = 3 / 4;
const b = 3 / 2;
const [a2, b2] = [a * a, b * b];
const sum = a2 + b2;
const product = a2 * b2;
const [nearA, nearB] = [2 * a2 * (a2 - b2), 2 * b2 * (b2 - a2)];

/** Bᵀ, of inputs. */
export const INPUT: Matrix = [
  [product, 0, -sum, 0, 1, 0],
  [0, -a * b2, -b2, a, 1, 0],
  [0, a * b2, -b2, -a, 1, 0],
  [0, -b * a2, -a2, b, 1, 0],
  [0, b * a2, -a2, -b, 1, 0],
  [0, product, 0, -sum, 0, 1],
];

/** G, of kernels. */
export const KERNEL: Matrix = [
  [1 / product, 0, 0],
  [1 / nearA, a / nearA, a2 / nearA],
  [1 / nearA, -a / nearA, a2 / nearA],
  [1 / nearB, b / nearB, b2 / nearB],
  [1 / nearB, -b / nearB, b2 / nearB],
  [0, 0, 1],
];

/** Aᵀ, of products. */
export const OUTPUT: Matrix = [
  [1, 1, 1, 1, 1, 0],
  [0, a, -a, b, -b, 0],
  [0, a2, a2, b2, b2, 0],
  [0, a * a2, -a * a2, b * b2, -b * b2, 1],
];

export function transpose(matrix: Matrix): Matrix {
  return matrix[0].map((_, column) => matrix.map((row) => row[column]));
}
