import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withFault } from "../../test/faulty-files.ts";
import { EvenkeelError } from "../errors.ts";
import { writeFileWhole } from "../files.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "evenkeel-faults-"));
});
afterEach(() => rm(folder, { recursive: true }));

const save = (content: string) => writeFileWhole(join(folder, "file"), content);

test("writes beside the file, flushes, renames, and flushes the folder", async () => {
  await save("before");
  const calls = await withFault(undefined, () => save("after"));
  expect(calls.slice(calls.indexOf("open"))).toEqual([
    ...["open", "chmod", "writeFile", "sync", "close", "rename"],
    ...["open", "sync", "close"],
  ]);
});

test.each([
  ["ENOSPC", /Free some space/],
  ["EIO", /a disk that fails/],
  ["EACCES", /no permission/],
  ["EPERM", /no permission/],
])("leaves a whole file and nothing beside it where any call fails with %s", async (code, words) => {
  await save("before");
  const { length } = await withFault(undefined, () => save("before"));
  let told = 0;
  for (let call = 0; call < length; call++)
    for (const half of [false, true]) {
      await save("before");
      let error: unknown;
      await withFault({ call, code, half }, () => save("after, and longer")).catch((cause) => {
        error = cause;
      });
      expect(await readdir(folder)).toEqual(["file"]);
      const isNew = error === undefined || /The new file is in its place/.test(String(error));
      expect(await readFile(join(folder, "file"), "utf8")).toBe(isNew ? "after, and longer" : "before");
      if (error === undefined) continue;
      told++;
      expect(error).toBeInstanceOf(EvenkeelError);
      expect((error as Error).message).toMatch(words);
      expect((error as Error).message).toMatch(/An earlier file there is untouched\.|The new file is in its place/);
    }
  expect(told).toBeGreaterThanOrEqual(2 * 6); // all from opening to renaming
});
