import { expect, test } from "vitest";
import { checksum } from "../files/checksum.ts";
import { VERSION } from "../version.ts";
import { unfinishedPlace } from "./unfinished-place.ts";

test("work has a place of its own by what it is, and by what computes it, but for wasm, which is the default", () => {
  const what = [{ model: "mlp" }, { steps: 40 }];
  const folderOf = (...backend: [] | [Parameters<typeof unfinishedPlace>[3]]) =>
    unfinishedPlace(undefined, "reports/find-rate.html", what, ...backend).folder;
  expect(folderOf()).toBe(`reports/find-rate-${checksum(JSON.stringify([VERSION, what]))}.unfinished`);
  expect([folderOf(undefined), folderOf("wasm")]).toEqual([folderOf(), folderOf()]);
  expect(new Set([folderOf(), folderOf("webgpu"), folderOf("reference"), folderOf("auto")]).size).toBe(4);
  expect(unfinishedPlace("mine", "reports/find-rate.html", what, "webgpu").folder).toBe("mine");
});
