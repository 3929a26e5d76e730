import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readRecipe } from "./read-recipe.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "evenkeel-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

describe("readRecipe", () => {
  test("reads JSON with a byte-order mark, whatever the case of its ending", async () => {
    for (const name of ["a.json", "a.JSON"])
      expect(await readRecipe(file(name, '\uFEFF{"epochs":3}\r\n'))).toEqual({ epochs: 3 });
  });

  test("runs no file that does not say by its ending that it is a program", async () => {
    const ran = join(folder, "ran");
    const program = `import { writeFileSync } from "node:fs"; writeFileSync(${JSON.stringify(ran)}, ""); export default {};`;
    for (const name of ["recipe", "recipe.txt", "recipe.json", "recipe.json5", ".mjs"])
      await expect(readRecipe(file(name, program)), name).rejects.toMatchObject({ kind: "usage" });
    expect(existsSync(ran)).toBe(false);
  });

  test("refuses what is no recipe, however deep it lies", async () => {
    const deep = `{"hidden":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
    await expect(readRecipe(file("deep.json", deep))).rejects.toThrow(
      "expected a recipe, received lists within lists.",
    );
    for (const text of ["[1]", "null", "7"])
      await expect(readRecipe(file("other.json", text))).rejects.toThrow("expected an object of recipe keys");
  });
});
