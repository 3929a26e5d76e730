import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { UntilLost } from "./until-lost.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

function played() {
  let lose: (message: string) => void = () => {};
  const lost = new Promise<GPUDeviceLostInfo>((resolve) => {
    lose = (message) => resolve({ reason: "unknown", message } as GPUDeviceLostInfo);
  });
  return { until: new UntilLost(lost, ({ message }) => new Error(message)), lose };
}

test("work gives what it gives, and its own errors", async () => {
  const { until } = played();
  expect(await until.run(async () => 3)).toBe(3);
  await expect(until.run(() => Promise.reject(new Error("mine")))).rejects.toThrow("mine");
});

test("when the device is lost, work that never ends fails, and what comes after is not begun", async () => {
  const { until, lose } = played();
  const waiting = [1, 2].map(() => until.run(() => new Promise(() => {})));
  lose("gone");
  for (const work of waiting) await expect(work).rejects.toThrow("gone");
  let begun = false;
  await expect(
    until.run(async () => {
      begun = true;
    }),
  ).rejects.toThrow("gone");
  expect(begun).toBe(false);
});

test("what calls gave is not kept while the device lives", async () => {
  const { until } = played();
  const results: WeakRef<object>[] = [];
  for (let i = 0; i < 3; i++) results.push(new WeakRef(await until.run(async () => new Float32Array(1000))));
  for (let i = 0; i < 100 && results.some((result) => result.deref() !== undefined); i++) {
    await setTimeout(20);
    collectGarbage();
  }
  expect(results.map((result) => result.deref() === undefined)).toEqual([true, true, true]);
  expect(await until.run(async () => 1)).toBe(1);
});
