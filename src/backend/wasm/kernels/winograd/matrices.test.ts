import { expect, test } from "vitest";
import { type Matrix, matricesOf } from "./matrices.ts";

const times = (matrix: Matrix, x: readonly number[]) =>
  matrix.map((row) => row.reduce((sum, factor, j) => sum + factor * x[j], 0));

test.each([4, 5] as const)("F(%d, 3) are the outputs of a filter", (tile) => {
  const { input, kernel, output } = matricesOf(tile);
  const window = tile + 2;
  const d = Array.from({ length: window }, (_, i) => Math.sin(3 * i + 1));
  const w = [0.3, -1.2, 0.7];
  const [u, v] = [times(kernel, w), times(input, d)];
  expect([u.length, v.length]).toEqual([window, window]);
  const y = times(
    output,
    u.map((x, i) => x * v[i]),
  );
  expect(y.length).toBe(tile);
  for (let i = 0; i < tile; i++) expect(y[i]).toBeCloseTo(w[0] * d[i] + w[1] * d[i + 1] + w[2] * d[i + 2], 12);
});

test("neighboring rows of inputs, and columns of outputs, differ in signs alone: half of their sums is shared", () => {
  for (const tile of [4, 5] as const) {
    const { input, output } = matricesOf(tile);
    const first = tile === 4 ? 1 : 0; // the row of the point 0 stands alone
    for (let i = first; i < tile + 1; i += 2) {
      expect(input[i].map(Math.abs)).toEqual(input[i + 1].map(Math.abs));
      expect(output.map((row) => Math.abs(row[i]))).toEqual(output.map((row) => Math.abs(row[i + 1])));
    }
  }
});
