import { expect, test } from "vitest";
import type { Initializer } from "../../src/model/initializer.ts";
import * as initializers from "../../src/model/initializers/index.ts";
import { RandomStream } from "../../src/random.ts";
import { oracleCases } from "../oracle.ts";

interface LawCase {
  name: string;
  fanIn: number;
  fanOut: number;
  std: number;
  bound?: number;
}

const cases = oracleCases<LawCase>("initializers");
const makerOf = (name: string) => (initializers as unknown as Record<string, () => Initializer>)[name];

test("every case is covered", () => {
  expect(cases.length).toBe(16);
  expect(cases.filter(({ name }) => makerOf(name) === undefined)).toEqual([]);
});

test.each(cases)("$name for $fanIn inputs and $fanOut outputs", ({ name, fanIn, fanOut, std, bound }) => {
  const random = new RandomStream(1, `${name} ${fanIn}`);
  const numbers = makerOf(name)().draw({ shape: [fanIn, fanOut], fanIn, fanOut, random });
  const n = numbers.length;
  const mean = numbers.reduce((sum, x) => sum + x, 0) / n;
  const squares = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n;
  expect(n).toBe(fanIn * fanOut);
  // Five standard errors: of the mean σ / √n, of the deviation at most σ / √(2n).
  expect(Math.abs(mean)).toBeLessThan((5 * std) / Math.sqrt(n));
  expect(Math.abs(Math.sqrt(squares) - std)).toBeLessThan((5 * std) / Math.sqrt(2 * n));
  const largest = numbers.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  if (bound === undefined)
    expect(largest).toBeGreaterThan(3 * std); // a normal law has tails
  else {
    expect(largest).toBeLessThanOrEqual(Math.fround(bound));
    expect(largest).toBeGreaterThan(bound * (1 - 20 / n));
  }
});
