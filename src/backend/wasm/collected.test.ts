import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { openDevice } from "../open.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

test("a device that was closed is collected, with its memory", async () => {
  const closed: WeakRef<object>[] = [];
  for (const threads of [0, 1, 2]) closed.push(await closedDevice(threads));
  for (let i = 0; i < 100 && closed.some((device) => device.deref() !== undefined); i++) {
    await setTimeout(20);
    collectGarbage();
  }
  expect(closed.map((device) => device.deref() === undefined)).toEqual([true, true, true]);
});

async function closedDevice(threads: number): Promise<WeakRef<object>> {
  const device = await openDevice({ threads });
  await device.create("x", [4], "float");
  await device.close();
  return new WeakRef(device);
}
