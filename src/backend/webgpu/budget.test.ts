import { expect, test } from "vitest";
import { Budget } from "./budget.ts";

test("until one was timed, a submission is what a weak card does in a tenth of a second", () => {
  const budget = new Budget(3e11, 64);
  expect(budget).toMatchObject({ steps: 1, flops: 1e10 });
});

test("then it follows what a card is seen to do: a slow step is cut further, a fast one less", () => {
  const [slow, fast] = [new Budget(3e11, 64), new Budget(3e11, 64)];
  slow.took(10_000, 1);
  expect(slow.flops).toBeCloseTo(3e9);
  expect(slow.steps).toBe(1);
  fast.took(50, 1);
  expect(fast.flops).toBeCloseTo(6e11);
  expect(fast.steps).toBe(2);
});

test("short steps are taken together: twice as many each time, up to the most, as long as a tenth of a second allows", () => {
  const budget = new Budget(1e6, 64);
  const taken = Array.from({ length: 8 }, () => {
    const { steps } = budget;
    budget.took(2.5 * steps, steps);
    return steps;
  });
  expect(taken).toEqual([1, 2, 4, 8, 16, 32, 40, 40]);
  const short = new Budget(1e6, 4);
  for (let i = 0; i < 5; i++) short.took(0, short.steps);
  expect(short.steps).toBe(4);
});
