import { expect, test } from "vitest";
import { FORMS, formBySample, productForm } from "./product-form.ts";

const SIZES = [1, 3, 10, 64, 300, 3136];
const ROWS = [1, 2, 7, 33, 128, 300, 5000];

test("forms with as many shares take as much of k at a time, so they sum in one order", () => {
  const depths = new Map<number, Set<number>>();
  for (const { shares, depth } of FORMS)
    depths.set(shares, (depths.get(shares) ?? new Set()).add(shares === 1 ? 0 : depth)); // one share goes through k in order
  expect([...depths.values()].every((found) => found.size === 1)).toBe(true);
});

test("of predictions, the order of sums is that of a usual batch, whatever the number of samples", () => {
  for (const n of SIZES)
    for (const k of SIZES)
      for (const [rows, batch] of [1, 49].flatMap((each) => [1, 6].map((more) => [each, more] as const))) {
        const shares = ROWS.map((m) => formBySample({ batch, m: m * rows, n, k }, rows, n).shares);
        expect(new Set(shares), `${n} ${k} ${rows}`).toEqual(
          new Set([productForm({ batch: 1, m: 128 * rows, n, k }).shares]),
        );
      }
});

test("nor does it where samples lie in the columns", () => {
  for (const k of SIZES) {
    const shares = [...ROWS, 20_000].map((n) => formBySample({ batch: 1, m: 64, n, k }).shares);
    expect(new Set(shares).size, `${k}`).toBe(1);
  }
});

test("elsewhere it follows from the number of rows", () => {
  const shares = ROWS.map((m) => productForm({ batch: 1, m, n: 512, k: 784 }).shares);
  expect(new Set(shares).size).toBeGreaterThan(1);
});
