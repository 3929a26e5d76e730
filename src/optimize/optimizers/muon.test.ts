import { describe, expect, test } from "vitest";
import { BACKENDS, expectClose, TOLERANCE } from "../../../test/backends.ts";
import { draw, GRADIENTS, norm, paperPath, START, zip } from "../../../test/paper-arithmetic.ts";
import { compile } from "../../compile.ts";
import { newtonSchulz } from "../math/newton-schulz.ts";
import type { Optimizer } from "../optimizer.ts";
import { adam } from "./adam.ts";
import { muon } from "./muon.ts";

describe.each(BACKENDS)("%s", (backend) => {
  const path = (optimizer: Optimizer, shape?: readonly number[]) => paperPath(optimizer, backend, shape);

  test("muon: momentum through five steps of Newton–Schulz, for matrices and for kernels", async () => {
    const [rate, mu, lambda] = [0.1, 0.9, 0.5];
    for (const [shape, inputs, outputs] of [
      [[4, 3], 4, 3],
      [[3, 4], 3, 4],
      [[2, 1, 3, 2], 6, 2],
    ] as const) {
      const found = await path(muon({ learningRate: rate, momentum: mu, weightDecay: lambda }), shape);
      let [w, momentum] = [START, START.map(() => 0)];
      GRADIENTS.forEach((g, k) => {
        momentum = zip(momentum, g, (a, b) => mu * a + b);
        const o = orthogonalized(
          zip(g, momentum, (a, b) => a + mu * b),
          inputs,
          outputs,
        );
        const scale = rate * Math.sqrt(Math.max(1, outputs / inputs));
        w = zip(w, o, (a, b) => (1 - rate * lambda) * a - scale * b);
        // the iteration is steep near 0 (σ ← 3.4σ, five times): it enlarges rounding by up to 500
        expectClose(found[k], w, backend === "reference" ? TOLERANCE[backend] : 1e-3, `${shape} step ${k + 1}`);
      });
    }
  });

  test("muon gives biases, and what is named, to Adam at its own rate", async () => {
    const beta = { b1: 0.9, b2: 0.95 };
    const bias = await path(muon({ learningRate: 0.1, adamRate: 0.5 }), [12]);
    expect(bias).toEqual(await path(adam({ learningRate: 0.05, ...beta }), [12]));
    const named = await path(muon({ learningRate: 0.1, adamRate: 0.5, except: "w" }));
    expect(named).toEqual(await path(adam({ learningRate: 0.05, ...beta })));
  });

  test.each([
    [20, 8],
    [8, 20],
    [10, 10],
  ])("Newton–Schulz takes singular values of a %i × %i matrix to between 0.68 and 1.14", async (rows, columns) => {
    const newton = await compile((x) => newtonSchulz(x, 5), { backend });
    for (const size of [1, 1e-12, 1e12]) {
      const matrix = draw(rows * columns).map((x) => x * size);
      const { data } = await newton({ shape: [rows, columns], data: matrix });
      const before = singularValues(matrix, rows, columns);
      const after = singularValues(Array.from(data), rows, columns);
      const whole = norm(before);
      // singular values go through the polynomial by themselves
      const expected = before.map((sigma) => polynomial(sigma / (whole + 1e-7))).sort((a, b) => b - a);
      expectClose(after, expected, backend === "reference" ? 1e-9 : 1e-4);
      for (const [i, sigma] of before.entries())
        if (sigma > whole / 500) {
          expect(polynomial(sigma / whole), `${i}`).toBeGreaterThan(0.68);
          expect(polynomial(sigma / whole), `${i}`).toBeLessThan(1.14);
        }
    }
    await newton.close();
  });
});

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i], 0);

/** Five steps of σ ← 3.4445σ − 4.775σ³ + 2.0315σ⁵. */
function polynomial(sigma: number): number {
  let x = sigma;
  for (let step = 0; step < 5; step++) x = 3.4445 * x - 4.775 * x ** 3 + 2.0315 * x ** 5;
  return x;
}

/** Σ φ(σᵢ)uᵢvᵢᵀ, by the decomposition that Muon does without. */
function orthogonalized(matrix: readonly number[], rows: number, columns: number): number[] {
  const { left, values, right } = decomposition(matrix, rows, columns);
  const whole = norm(matrix) + 1e-7;
  return matrix.map((_, at) => {
    const [i, j] = [Math.floor(at / columns), at % columns];
    return values.reduce((sum, sigma, k) => sum + polynomial(sigma / whole) * left[k][i] * right[k][j], 0);
  });
}

function singularValues(matrix: readonly number[], rows: number, columns: number): number[] {
  return decomposition(matrix, rows, columns)
    .values.sort((a, b) => b - a)
    .slice(0, Math.min(rows, columns));
}

/** U Σ Vᵀ by one-sided Jacobi rotations of the columns (Hestenes 1958). */
function decomposition(matrix: readonly number[], rows: number, columns: number) {
  const u = Array.from({ length: columns }, (_, j) => Array.from({ length: rows }, (_, i) => matrix[i * columns + j]));
  const v = Array.from({ length: columns }, (_, j) => Array.from({ length: columns }, (_, i) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < 60; sweep++)
    for (let p = 0; p < columns; p++)
      for (let q = p + 1; q < columns; q++) {
        const [a, b, c] = [dot(u[p], u[p]), dot(u[q], u[q]), dot(u[p], u[q])];
        if (Math.abs(c) <= 1e-15 * Math.sqrt(a * b)) continue;
        const zeta = (b - a) / (2 * c);
        const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
        const cosine = 1 / Math.hypot(1, tangent);
        for (const basis of [u, v]) {
          const [x, y] = [basis[p], basis[q]];
          basis[p] = zip(x, y, (s, t) => cosine * (s - tangent * t));
          basis[q] = zip(x, y, (s, t) => cosine * (tangent * s + t));
        }
      }
  const values = u.map(norm);
  return { left: u.map((column, k) => column.map((x) => (values[k] === 0 ? 0 : x / values[k]))), values, right: v };
}
