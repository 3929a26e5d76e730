import { expect, test } from "vitest";
import { ThreadChoice, threadsFor } from "./thread-choice.ts";

const MILLISECONDS = 1e6;

test("a step has as many threads as have enough to do, in each of its phases", () => {
  const threads = (nanoseconds: number, phases: number, count: number) => threadsFor({ nanoseconds, phases }, count);
  expect(threads(4000, 11, 2)).toBe(1);
  expect(threads(190_000, 10, 2)).toBe(1);
  expect(threads(200_000, 10, 2)).toBe(2);
  expect(threads(59_000, 1, 2)).toBe(1);
  expect(threads(70_000, 1, 2)).toBe(2); // a product of 128 × 128 × 128
  expect(threads(300_000, 30, 2)).toBe(1);
  expect(threads(6 * MILLISECONDS, 36, 16)).toBe(16);
  expect(threads(8 * MILLISECONDS, 160, 16)).toBe(5);
  expect(threads(0, 0, 16)).toBe(1);
});

/** Calls of so many steps on a machine where a step takes as long as `speed` says; gives how many threads each had. */
async function calls(count: number, size: number, speed: (threads: number, call: number) => number) {
  let now = 0;
  const choice = new ThreadChoice({ nanoseconds: size * MILLISECONDS, phases: 10 }, 2, () => now);
  const chosen: number[] = [];
  for (let call = 0; call < count; call++)
    await choice.run(4, async (threads) => {
      chosen.push(threads);
      now += 4 * speed(threads, call);
    });
  return chosen;
}

test("two threads go on where they are faster than one", async () => {
  expect(await calls(6, 1, (threads) => 1 / threads)).toEqual([2, 2, 1, 2, 2, 2]);
});

test("the first call of several threads, which wakes them up, is no trial", async () => {
  const chosen = await calls(6, 1, (threads, call) => (call === 0 ? 50 : 1 / threads));
  expect(chosen).toEqual([2, 2, 1, 2, 2, 2]);
});

test("one thread goes on alone where two are slower, which are tried again", async () => {
  const chosen = await calls(100, 1, (threads) => (threads === 1 ? 1 : 3));
  expect(chosen.slice(0, 4)).toEqual([2, 2, 1, 1]);
  const tries = chosen.filter((threads) => threads === 2).length;
  expect(tries).toBeGreaterThan(1);
  expect(tries).toBeLessThan(6);
});

test("of short steps, more threads that are slower are tried rarely", async () => {
  const chosen = await calls(1000, 0.2, (threads) => (threads === 1 ? 0.2 : 5));
  const slow = chosen.filter((threads) => threads === 2).length * 5;
  expect(chosen[0]).toBe(2);
  expect(slow).toBeLessThan(0.1 * chosen.filter((threads) => threads === 1).length * 0.2);
});

test("one thread that was slow once is asked again", async () => {
  const chosen = await calls(1000, 1, (threads, call) => (threads === 2 ? 3 : call === 2 ? 10 : 1));
  expect(chosen.slice(0, 6)).toEqual([2, 2, 1, 2, 2, 2]);
  expect(chosen.slice(-100).filter((threads) => threads === 1).length).toBeGreaterThan(90);
});

test("two threads come back once the cores are free again", async () => {
  const chosen = await calls(200, 1, (threads, call) => (threads === 1 ? 1 : call < 50 ? 3 : 0.5));
  expect(chosen.slice(10, 20)).toContain(1);
  expect(chosen.slice(-100)).toEqual(Array(100).fill(2));
});

test("small steps have one thread, large ones all without a trial", async () => {
  expect(await calls(3, 0.1, () => 1)).toEqual([1, 1, 1]);
  expect(await calls(3, 100, (threads) => (threads === 1 ? 1 : 3))).toEqual([2, 2, 2]);
});
