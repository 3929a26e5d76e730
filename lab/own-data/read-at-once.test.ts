import { expect, test } from "vitest";
import type { OwnData } from "../own-data.ts";
import { packed } from "./packed.ts";
import { readAtOnce } from "./read-at-once.ts";

const own = (count: number, size: number): OwnData => ({
  kind: "images",
  name: "a",
  files: Array.from({ length: count }, (_, i) => ({
    path: `a/${i}.png`,
    blob: new Blob([new Uint8Array(size).fill(i)]),
  })),
});

test("files that were put into one are read many at a time, are what they were, and are counted", async () => {
  const counted: number[] = [];
  const read = await readAtOnce(await packed(own(150, 20_000)), (done) => counted.push(done));
  expect(read.map(({ name }) => name)).toEqual(Array.from({ length: 150 }, (_, i) => `a/${i}.png`));
  for (const [i, { bytes }] of read.entries()) expect((bytes as Uint8Array).every((byte) => byte === i)).toBe(true);
  expect(counted).toEqual([52, 104, 150]);
});

test("few files are read when they are needed", async () => {
  expect((await readAtOnce(own(2, 5))).map(({ bytes }) => bytes instanceof Blob)).toEqual([true, true]);
});

test("files that are no longer wanted are not put together", async () => {
  const controller = new AbortController();
  const tell = (done: number) => done === 50 && controller.abort();
  await expect(packed(own(150, 1), tell, controller.signal)).rejects.toThrow(/abort/i);
});
