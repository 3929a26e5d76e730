import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { outputFile } from "./output-file.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "evenkeel-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("outputFile", () => {
  test("takes a file that is there or not, in folders that are there or not, and leaves nothing", async () => {
    writeFileSync(join(folder, "old"), "kept");
    symlinkSync("old", join(folder, "link"));
    for (const name of ["old", "new", "link", "a/b/new"])
      expect((await outputFile(join(folder, name))).path).toBe(join(folder, name));
    await outputFile("/dev/null");
    expect(readdirSync(folder).sort()).toEqual(["link", "old"]);
    expect(readFileSync(join(folder, "old"), "utf8")).toBe("kept");
  });

  test("refuses a place where no file can be", async () => {
    mkdirSync(join(folder, "folder"));
    writeFileSync(join(folder, "file"), "");
    for (const [name, reason] of [
      ["folder", "a folder"],
      ["new/", "a folder"],
      ["file/x", "is a file, not a folder"],
      ["file/x/y", "is a file, not a folder"],
      ["nul\0", "null bytes"],
      ["n".repeat(300), "ENAMETOOLONG"],
    ])
      await expect(outputFile(`${folder}/${name}`), name).rejects.toThrow(
        new RegExp(`expected a file that can be written, received .*${reason}.* Choose another place`, "s"),
      );
    await expect(outputFile("")).rejects.toThrow('"": expected a file that can be written, received a folder.');
    expect(readdirSync(folder).sort()).toEqual(["file", "folder"]);
  });

  test("gives back what went wrong in the end", async () => {
    const { write } = await outputFile(join(folder, "later"));
    mkdirSync(join(folder, "later"));
    const error = await write((path) => writeFile(path, "x"));
    expect(error).toMatchObject({ kind: "run", message: expect.stringContaining("EISDIR") });
    expect(await write(async () => {})).toBeUndefined();
  });
});
