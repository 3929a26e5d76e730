import { beforeAll, describe, expect, test } from "vitest";
import { normals, relativeError } from "../../../../test/compare-backends.ts";
import { runShaders } from "../../../../test/run-shaders.ts";
import { withoutGpu } from "../../../../test/software-gpu.ts";
import type { Buffer } from "../../../plan/kernel.ts";
import { findGpu } from "../find-gpu.ts";
import { type Contraction, emitContraction } from "./contraction.ts";
import { FORMS, type ProductForm, productForm } from "./product-form.ts";

let device: GPUDevice;
beforeAll(async () => {
  if (withoutGpu !== undefined) return;
  const adapter = (await (await findGpu()).requestAdapter()) as GPUAdapter;
  device = await adapter.requestDevice();
});

interface Sizes {
  m: number;
  n: number;
  k: number;
}
type Strides = readonly [line: number, step: number];

/** Two products of matrices that lie in memory as the strides say. */
async function multiplied(form: ProductForm | undefined, { m, n, k }: Sizes, a: Strides, b: Strides, offset: number) {
  const span = (lines: number, [line, step]: Strides) => offset + (lines - 1) * line + (k - 1) * step + 1;
  const buffer = (name: string, size: number, kind: Buffer["kind"]): Buffer => ({ name, size, kind, storage: "float" });
  const [left, right] = [buffer("a", 2 * span(m, a), "variable"), buffer("b", span(n, b), "input")];
  const out = buffer("c", 2 * m * n, "temporary");
  const contraction: Contraction = {
    batch: [2],
    rows: [m],
    columns: [n],
    inner: [k],
    a: { view: { buffer: left, offset }, batch: [Math.floor(span(m, a) / 4) * 4], lines: [a[0]], inner: [a[1]] },
    b: { view: { buffer: right, offset }, batch: [0], lines: [b[0]], inner: [b[1]] },
    out: { buffer: out, batch: [m * n], row: n },
  };
  const [x, y] = [normals([left.size]).data, normals([right.size], 2).data];
  const shaders = emitContraction(contraction, form && (() => form));
  const held = new Map<Buffer, ArrayLike<number>>([
    [left, x],
    [right, y],
    [out, new Float32Array(out.size)],
  ]);
  const actual = (await runShaders(device, shaders, held)).get(out) as Float32Array;
  const expected = Float64Array.from({ length: out.size }, (_, i) => {
    const [batch, row, column] = [Math.floor(i / (m * n)), Math.floor(i / n) % m, i % n];
    let sum = 0;
    for (let step = 0; step < k; step++)
      sum +=
        x[offset + batch * contraction.a.batch[0] + row * a[0] + step * a[1]] * y[offset + column * b[0] + step * b[1]];
    return sum;
  });
  return { error: relativeError(actual, expected), code: shaders[0].code };
}

const name = ({ rows, columns, shares }: ProductForm) => `${rows} × ${columns}, ${shares} shares`;

describe.skipIf(withoutGpu !== undefined)("each form of a product gives what a sum in float64 gives", () => {
  test.each(FORMS.map((form) => [name(form), form] as const))("%s", async (_, form) => {
    const beyond = { m: form.rows + 8, n: form.columns + 4, k: form.depth + 4 };
    const whole = { ...beyond, k: 2 * form.depth };
    const odd = { m: form.rows + 3, n: form.columns + 1, k: form.depth + 1 };
    const rowMajor = await multiplied(form, whole, [whole.k, 1], [1, whole.n], 0);
    expect(rowMajor.error, "neighbors along rows").toBeLessThan(2e-6);
    const transposed = await multiplied(form, beyond, [1, beyond.m], [beyond.k, 1], 4);
    expect(transposed.error, "neighbors along columns").toBeLessThan(2e-6);
    const words = await multiplied(form, odd, [odd.k, 1], [1, odd.n], 0);
    expect(words.error, "word by word").toBeLessThan(2e-6);
    const apart = await multiplied(form, beyond, [2 * beyond.k, 2], [2, 2 * beyond.n + 1], 3);
    expect(apart.error, "neither are neighbors").toBeLessThan(2e-6);
  });
});

test.skipIf(withoutGpu !== undefined)(
  "shares of a sum that are shorter, or have nothing, end where the sum does",
  async () => {
    const [m, n, k, total] = [3, 5, 4, 6];
    const buffer = (name: string, size: number): Buffer => ({ name, size, kind: "temporary", storage: "float" });
    // 1 everywhere, also behind the end: each sum counts its terms, [4, 2, 0] of 6.
    const [left, right, out] = [buffer("a", 3 * k * m), buffer("b", 3 * k * n), buffer("c", 3 * m * n)];
    const shaders = emitContraction({
      batch: [3],
      rows: [m],
      columns: [n],
      inner: [k],
      a: { view: { buffer: left, offset: 0 }, batch: [k * m], lines: [1], inner: [m] },
      b: { view: { buffer: right, offset: 0 }, batch: [k * n], lines: [1], inner: [n] },
      out: { buffer: out, batch: [m * n], row: n },
      total,
    });
    const held = new Map([left, right, out].map((each) => [each, new Float32Array(each.size).fill(1)]));
    const sums = (await runShaders(device, shaders, held)).get(out);
    expect([...(sums ?? [])]).toEqual([4, 2, 0].flatMap((count) => Array(m * n).fill(count)));
  },
);

describe.skipIf(withoutGpu !== undefined)("how a product reads", () => {
  const sizes = { m: 8, n: 8, k: 64 };

  test("operands whose strides are multiples of four are read by fours", async () => {
    const { code } = await multiplied(undefined, sizes, [64, 1], [1, 8], 0);
    expect(code).toContain("memory: array<vec4<u32>>");
    expect(code).toContain("feeds: array<vec4<u32>>");
  });

  test("an offset that is none is read word by word, and so is memory in which rows of odd length are written", async () => {
    expect((await multiplied(undefined, sizes, [64, 1], [1, 8], 1)).code).not.toContain("feeds: array<vec4<u32>>");
    expect((await multiplied(undefined, { ...sizes, n: 7 }, [64, 1], [1, 8], 0)).code).toContain("memory: array<u32>");
  });
});

test("the form of a product follows from its sizes: large tiles where there are many, shares of k where there are few", () => {
  expect(productForm({ batch: 1, m: 4096, n: 4096, k: 4096 })).toMatchObject({ rows: 128, columns: 128, shares: 1 });
  expect(productForm({ batch: 1, m: 64, n: 64, k: 1024 }).shares).toBeGreaterThan(4);
  expect(productForm({ batch: 1, m: 100_000, n: 16, k: 144 })).toMatchObject({ columns: 16, shares: 1 });
});

test("what a workgroup takes stays within what every adapter has", () => {
  for (const form of FORMS) {
    const { rows, columns, perThread, shares, depth } = form;
    const threads = (rows / perThread[0]) * (columns / perThread[1]) * shares;
    expect(threads, name(form)).toBeLessThanOrEqual(256);
    expect((depth * (rows + columns + 8) * 4) / 16, name(form)).toBeLessThanOrEqual(1024);
    if (shares === 1) continue;
    expect((shares * rows * columns) / 4, name(form)).toBeLessThanOrEqual(1024);
    expect((rows * columns) / 4, "fours that threads add up, one each").toBeLessThanOrEqual(threads);
  }
});
