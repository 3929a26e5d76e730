import { expect } from "vitest";
import type { BackendName } from "../src/backend/backend.ts";

/**
 * The backends that every test of numbers runs on, the reference first. The project "webgpu" of vitest.long.config.ts runs
 * the same tests on a GPU, or what stands for one.
 */
export const BACKENDS: readonly BackendName[] = (process.env.EVENKEEL_TEST_BACKENDS?.split(",") as
  | BackendName[]
  | undefined) ?? ["reference", "wasm"];

/** How far results may lie from numbers in float64, relative to the largest of them. */
export const TOLERANCE: Readonly<Record<BackendName, number>> = { reference: 1e-9, wasm: 1e-5, webgpu: 1e-5 };

/** Demands |actual − expected| ≤ tolerance · max(1, the largest |expected|), number by number. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what = "",
): void {
  expect(actual.length, `${what}: how many numbers`).toBe(expected.length);
  const numbers = Array.from(expected);
  const scale = numbers.reduce((largest, x) => Math.max(largest, Math.abs(x)), 1);
  const worst = numbers.reduce((at, x, i) => (miss(actual[i], x) > miss(actual[at], numbers[at]) ? i : at), 0);
  if (numbers.length === 0 || miss(actual[worst], numbers[worst]) <= tolerance * scale) return;
  expect.fail(`${what}[${worst}]: expected ${numbers[worst]} within ${tolerance * scale}, received ${actual[worst]}`);
}

function miss(actual: number, expected: number): number {
  if (Object.is(actual, expected)) return 0;
  const distance = Math.abs(actual - expected);
  return Number.isNaN(distance) ? Infinity : distance;
}
