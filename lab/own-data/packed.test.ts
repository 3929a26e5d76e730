import { expect, test } from "vitest";
import type { OwnData } from "../own-data.ts";
import { packed, unpacked } from "./packed.ts";

test("many files become one, and are the same again", async () => {
  const files = Array.from({ length: 250 }, (_, i) => ({ path: `a/${i}.png`, blob: new Blob([`${i * i}`]) }));
  const own: OwnData = { kind: "images", name: "a", files };
  const one = await packed(own);
  expect(one.files.length).toBe(1);
  const texts = (all: OwnData["files"]) => Promise.all(all.map(async ({ path, blob }) => [path, await blob.text()]));
  expect(await texts(unpacked(one))).toEqual(await texts(files));
});

test("few files stay as they are", async () => {
  const own: OwnData = { kind: "csv", name: "a.csv", files: [{ path: "a.csv", blob: new Blob(["a"]) }] };
  expect(await packed(own)).toBe(own);
  expect(unpacked(own)).toBe(own.files);
});
